-- SPDX-License-Identifier: Apache-2.0
-- Every workspace of this placement. `slug` is route data, so that a host finds its workspace without
-- waking it; what it is and was, the workspace's journal says. Names in the catalogs name nobody.
CREATE TABLE muniment.workspaces (
  id uuid PRIMARY KEY,
  schema text NOT NULL UNIQUE,
  slug text NOT NULL UNIQUE CHECK (length(slug) <= 50 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  journal_id uuid NOT NULL UNIQUE,
  pool integer NOT NULL REFERENCES muniment.pools,
  state text NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT transaction_timestamp()
)
