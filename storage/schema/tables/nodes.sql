-- SPDX-License-Identifier: Apache-2.0
-- The processes that serve workspaces. A row is a term: while it stands, the node's leases stand; whoever
-- deletes it ends them all. Only the database's clock counts in it.
CREATE TABLE muniment.nodes (
  id uuid PRIMARY KEY,
  host text NOT NULL CHECK (length(host) <= 255),
  began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
TRUNCATE muniment.leases;
ALTER TABLE muniment.leases
  DROP COLUMN epoch,
  DROP COLUMN expires_at,
  ADD COLUMN since timestamptz NOT NULL DEFAULT clock_timestamp(),
  ADD FOREIGN KEY (node) REFERENCES muniment.nodes ON DELETE CASCADE;
CREATE INDEX ON muniment.leases (node);
GRANT USAGE ON SCHEMA muniment TO muniment_hub;
GRANT SELECT, INSERT, UPDATE, DELETE ON muniment.nodes TO muniment_hub;
GRANT SELECT, INSERT, DELETE ON muniment.leases TO muniment_hub;
GRANT SELECT (id) ON muniment.workspaces TO muniment_hub
