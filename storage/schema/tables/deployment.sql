-- SPDX-License-Identifier: Apache-2.0
-- One row: which installation this database belongs to. A server for another one refuses to start.
CREATE TABLE muniment.deployment (
  one boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (one),
  id uuid NOT NULL,
  base_domain text NOT NULL,
  tag text NOT NULL CHECK (tag ~ '^[a-z0-9]{4}$'),
  created_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
  format_level integer NOT NULL
)
