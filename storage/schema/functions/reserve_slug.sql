-- SPDX-License-Identifier: Apache-2.0
-- Before a workspace's journal says that it answers at another slug: nobody else gets that one from
-- now on. MU001 when somebody has it; false when there is no such workspace. The last wish counts.
CREATE FUNCTION muniment.reserve_slug(p_workspace uuid, p_slug text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $reserve_slug$
BEGIN
  LOCK TABLE muniment.workspaces IN SHARE ROW EXCLUSIVE MODE;
  UPDATE muniment.workspaces w SET next_slug = p_slug WHERE w.id = p_workspace;
  RETURN FOUND;
END
$reserve_slug$;
REVOKE ALL ON FUNCTION muniment.reserve_slug FROM PUBLIC;
GRANT EXECUTE ON FUNCTION muniment.reserve_slug TO muniment_control
