-- SPDX-License-Identifier: Apache-2.0
-- Makes a workspace's role, schema, tables and functions and tells its names and pool; for one that
-- exists, tells only. A slug that another workspace has raises MU001, an issuer MU002; a server of the
-- version before names no issuer. The provisioner joins the new role to hand over its functions and leaves
-- it: it must not grow into a member of thousands.
DROP FUNCTION IF EXISTS muniment.provision(uuid, uuid, text);
CREATE OR REPLACE FUNCTION muniment.provision(
  p_workspace uuid, p_journal uuid, p_slug text, p_issuer text DEFAULT NULL,
  OUT name text, OUT pool integer, OUT journal uuid, OUT slug text, OUT issuer text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $provision$
DECLARE
  routine record;
BEGIN
  -- Whoever takes a step of the template holds SHARE ROW EXCLUSIVE here before it does anything: this
  -- is wholly before that step or wholly after it, never a copy without it that enters it at the end.
  -- The first lock of all, so that none of those that a step wants is held while this one is awaited.
  LOCK TABLE muniment.migrations IN ROW EXCLUSIVE MODE;
  LOCK TABLE muniment.workspaces IN SHARE ROW EXCLUSIVE MODE;
  SELECT w.schema, w.pool, w.journal_id, w.slug, w.issuer INTO name, pool, journal, slug, issuer
    FROM muniment.workspaces w WHERE w.id = p_workspace;
  IF FOUND THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM muniment.workspaces w WHERE w.slug = p_slug) THEN
    RAISE EXCEPTION 'the slug is taken' USING ERRCODE = 'MU001';
  END IF;
  IF EXISTS (SELECT FROM muniment.workspaces w WHERE p_issuer IN (w.issuer, w.next_issuer)) THEN
    RAISE EXCEPTION 'the issuer is taken' USING ERRCODE = 'MU002';
  END IF;
  journal := p_journal;
  slug := p_slug;
  issuer := p_issuer;
  SELECT p.number INTO pool FROM muniment.pools p
   WHERE (SELECT count(*) FROM muniment.workspaces w WHERE w.pool = p.number) < 200
   ORDER BY p.number LIMIT 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'every pool login holds 200 workspaces'
      USING ERRCODE = 'configuration_limit_exceeded', HINT = 'Prepare the database with more pool logins.';
  END IF;
  SELECT 'ws_' || d.tag || '_' || replace(p_workspace::text, '-', '') INTO STRICT name FROM muniment.deployment d;

  EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', name);
  EXECUTE format('GRANT %I TO muniment_provisioner, %I', name, 'muniment_pool_' || pool);
  EXECUTE format($ddl$
    CREATE SCHEMA %1$I AUTHORIZATION %1$I
      CREATE TABLE head (LIKE muniment_template.head INCLUDING STORAGE)
        WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)
      CREATE TABLE events (LIKE muniment_template.events INCLUDING STORAGE INCLUDING INDEXES)
        WITH (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
              autovacuum_freeze_min_age = 0)
      CREATE TABLE traffic (LIKE muniment_template.traffic INCLUDING STORAGE) PARTITION BY RANGE (position)
      CREATE TABLE traffic_1 PARTITION OF traffic (PRIMARY KEY (position), UNIQUE (category, stream, version))
        FOR VALUES FROM (1) TO (MAXVALUE)
        WITH (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
              autovacuum_freeze_min_age = 0)
      CREATE TABLE tiles (LIKE muniment_template.tiles INCLUDING STORAGE INCLUDING INDEXES)
        WITH (autovacuum_vacuum_insert_threshold = 10000, autovacuum_freeze_min_age = 0)
      CREATE TABLE claims (LIKE muniment_template.claims INCLUDING STORAGE INCLUDING INDEXES)
        WITH (autovacuum_vacuum_scale_factor = 0.05)
      CREATE TABLE idempotency (LIKE muniment_template.idempotency INCLUDING STORAGE INCLUDING INDEXES)
        WITH (autovacuum_vacuum_scale_factor = 0.05)
      CREATE TABLE keys (LIKE muniment_template.keys INCLUDING STORAGE INCLUDING INDEXES)
        WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50)
      CREATE TABLE checkpoints (LIKE muniment_template.checkpoints INCLUDING ALL)
        WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)
      CREATE TABLE snapshots (LIKE muniment_template.snapshots INCLUDING ALL)
        WITH (autovacuum_vacuum_scale_factor = 0.05)
      CREATE TABLE tree_heads (LIKE muniment_template.tree_heads INCLUDING ALL)
        WITH (autovacuum_freeze_min_age = 0)
  $ddl$, name);

  FOR routine IN
    SELECT p.proname, replace(pg_get_functiondef(p.oid), 'muniment_template', name) AS definition
      FROM pg_proc p WHERE p.pronamespace = to_regnamespace('muniment_template')
  LOOP
    EXECUTE routine.definition;
    EXECUTE format('ALTER FUNCTION %I.%I OWNER TO %I', name, routine.proname, name);
    EXECUTE format('REVOKE ALL ON FUNCTION %I.%I FROM PUBLIC', name, routine.proname);
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO muniment_hub', name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %I.append, %I.take_over TO muniment_hub', name, name);
  EXECUTE format('INSERT INTO %I.head VALUES ($1, $2, transaction_timestamp(), 1, 0, 0, '''')', name)
    USING journal, p_workspace;
  EXECUTE format('REVOKE %I FROM muniment_provisioner', name);

  INSERT INTO muniment.workspaces (id, schema, slug, journal_id, pool, issuer)
  VALUES (p_workspace, name, slug, journal, pool, issuer);
  INSERT INTO muniment.migrations (schema, id)
  SELECT name, m.id FROM muniment.migrations m WHERE m.schema = 'muniment_template';
END
$provision$;
REVOKE ALL ON FUNCTION muniment.provision FROM PUBLIC;
GRANT USAGE ON SCHEMA muniment TO muniment_control;
GRANT EXECUTE ON FUNCTION muniment.provision TO muniment_control
