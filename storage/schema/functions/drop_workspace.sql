-- SPDX-License-Identifier: Apache-2.0
-- Drops a workspace with everything in it; false when there is none. Irrevocable.
CREATE FUNCTION muniment.drop_workspace(p_workspace uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $drop_workspace$
DECLARE
  name text;
BEGIN
  DELETE FROM muniment.workspaces w WHERE w.id = p_workspace RETURNING w.schema INTO name;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM muniment.migrations m WHERE m.schema = name;
  EXECUTE format('GRANT %I TO muniment_provisioner', name);
  EXECUTE format('DROP SCHEMA %I CASCADE', name);
  EXECUTE format('DROP ROLE %I', name);
  RETURN true;
END
$drop_workspace$;
REVOKE ALL ON FUNCTION muniment.drop_workspace FROM PUBLIC;
GRANT EXECUTE ON FUNCTION muniment.drop_workspace TO muniment_control
