-- SPDX-License-Identifier: Apache-2.0
-- Enters a workspace's step in the ledger, in the transaction that took it. Only for a workspace the
-- session's login is a member of; false when the step was there already.
CREATE FUNCTION muniment.record_migration(p_schema text, p_id text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $record_migration$
BEGIN
  IF NOT EXISTS (SELECT FROM muniment.workspaces w WHERE w.schema = p_schema)
     OR NOT pg_has_role(session_user, p_schema, 'MEMBER') THEN
    RAISE EXCEPTION 'not a workspace of this login' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO muniment.migrations (schema, id) VALUES (p_schema, p_id) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END
$record_migration$;
REVOKE ALL ON FUNCTION muniment.record_migration FROM PUBLIC
