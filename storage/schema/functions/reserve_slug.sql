-- SPDX-License-Identifier: Apache-2.0
-- Before a workspace's journal says that it answers at another slug, or as another issuer: nobody else gets
-- those from now on. MU001 when somebody has the slug, MU002 when somebody has the issuer; false when there
-- is no such workspace. The last wish counts. A server of the version before names no issuer.
DROP FUNCTION IF EXISTS muniment.reserve_slug(uuid, text);
CREATE OR REPLACE FUNCTION muniment.reserve_slug(p_workspace uuid, p_slug text, p_issuer text DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $reserve_slug$
BEGIN
  LOCK TABLE muniment.workspaces IN SHARE ROW EXCLUSIVE MODE;
  UPDATE muniment.workspaces w SET next_slug = nullif(p_slug, w.slug), next_issuer = nullif(p_issuer, w.issuer)
   WHERE w.id = p_workspace;
  -- Afterwards: a trigger looks at the slug, and where somebody has both that is what is told.
  IF EXISTS (SELECT FROM muniment.workspaces w
              WHERE w.id <> p_workspace AND p_issuer IN (w.issuer, w.next_issuer)) THEN
    RAISE EXCEPTION 'the issuer is taken' USING ERRCODE = 'MU002';
  END IF;
  RETURN FOUND;
END
$reserve_slug$;
REVOKE ALL ON FUNCTION muniment.reserve_slug FROM PUBLIC;
GRANT EXECUTE ON FUNCTION muniment.reserve_slug TO muniment_control
