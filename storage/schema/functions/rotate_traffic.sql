-- SPDX-License-Identifier: Apache-2.0
-- Lets the newest traffic partition end before p_edge, or before the next event where that is further,
-- and opens the next one there; false when the newest still is empty. Run as the workspace's role. The
-- lock lets nobody read or append meanwhile. It is taken of the table, then of each partition, and the
-- caller's lock_timeout bounds the wait for each of them alone. An append that waits behind it has
-- written its head already, which is not seen here; the edge is right all the same: what it must not
-- cut off are rows that are there, and the later ones go where the new bounds send them. Closing scans
-- the partition once: the edge lies ahead, so that this is done while it holds little.
DROP FUNCTION IF EXISTS muniment_template.rotate_traffic();
CREATE OR REPLACE FUNCTION muniment_template.rotate_traffic(p_edge bigint) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, muniment_template, pg_temp
AS $rotate_traffic$
DECLARE
  low bigint;
  edge bigint;
  filled boolean;
BEGIN
  LOCK TABLE traffic IN ACCESS EXCLUSIVE MODE;
  SELECT greatest(p_edge, h.position + 1) INTO STRICT edge FROM head h;
  SELECT max(substr(c.relname, length('traffic_') + 1)::bigint) INTO STRICT low
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = to_regclass('traffic');
  EXECUTE format('SELECT EXISTS (SELECT FROM %I)', 'traffic_' || low) INTO filled;
  IF NOT filled THEN
    RETURN false;
  END IF;
  EXECUTE format('ALTER TABLE traffic DETACH PARTITION %I', 'traffic_' || low);
  EXECUTE format('ALTER TABLE traffic ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                 'traffic_' || low, low, edge);
  EXECUTE format(
    'CREATE TABLE muniment_template.%I PARTITION OF traffic (PRIMARY KEY (position), '
    'UNIQUE (category, stream, version)) FOR VALUES FROM (%s) TO (MAXVALUE) WITH (autovacuum_vacuum_insert_scale_factor = 0, '
    'autovacuum_vacuum_insert_threshold = 100000, autovacuum_freeze_min_age = 0)',
    'traffic_' || edge, edge);
  RETURN true;
END
$rotate_traffic$;
REVOKE ALL ON FUNCTION muniment_template.rotate_traffic FROM PUBLIC
