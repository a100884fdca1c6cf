-- SPDX-License-Identifier: Apache-2.0
-- Every workspace of this placement. Its slug lives in its own journal: catalogs name nobody.
CREATE TABLE muniment.workspaces (
  id uuid PRIMARY KEY,
  schema text NOT NULL UNIQUE,
  journal_id uuid NOT NULL UNIQUE,
  pool integer NOT NULL REFERENCES muniment.pools,
  state text NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT transaction_timestamp()
)
