-- SPDX-License-Identifier: Apache-2.0
-- Which step was applied where. `schema` is 'muniment' for the deployment's own steps.
CREATE TABLE IF NOT EXISTS muniment.migrations (
  schema text NOT NULL,
  id text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
  PRIMARY KEY (schema, id)
)
