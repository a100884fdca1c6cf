-- SPDX-License-Identifier: Apache-2.0
-- Closes the newest traffic partition at the present head and opens the next one; false when it
-- still is empty. Run as the workspace's role, between appends: the head's row lock keeps them out,
-- the caller's lock_timeout bounds the wait for readers. Closing scans the partition once.
CREATE FUNCTION muniment_template.rotate_traffic() RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, muniment_template, pg_temp
AS $rotate_traffic$
DECLARE
  low bigint;
  edge bigint;
  filled boolean;
BEGIN
  SELECT h.position + 1 INTO STRICT edge FROM head h FOR UPDATE;
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
$rotate_traffic$
