-- SPDX-License-Identifier: Apache-2.0
-- Makes muniment_pool_<number> and lets it read which workspaces exist. The leases, which it once kept,
-- are the hub's.
CREATE OR REPLACE FUNCTION muniment.create_pool_login(p_number integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $create_pool_login$
DECLARE
  login text := 'muniment_pool_' || p_number;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', login);
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), login);
  EXECUTE format('GRANT USAGE ON SCHEMA muniment TO %I', login);
  EXECUTE format('GRANT SELECT ON muniment.deployment, muniment.workspaces, muniment.migrations TO %I', login);
  EXECUTE format('REVOKE ALL ON muniment.leases FROM %I', login);
  EXECUTE format('GRANT EXECUTE ON FUNCTION muniment.record_migration TO %I', login);
  INSERT INTO muniment.pools (number) VALUES (p_number) ON CONFLICT DO NOTHING;
  RETURN login;
END
$create_pool_login$;
REVOKE ALL ON FUNCTION muniment.create_pool_login FROM PUBLIC
