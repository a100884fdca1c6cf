-- SPDX-License-Identifier: Apache-2.0
-- After a workspace's journal said that it answers at another slug, or as another issuer: so does its route.
-- Safe to repeat; MU001 when somebody else has the slug. Without an issuer, as a server of the version
-- before calls it, which issuer the journal names is not known here any more.
DROP FUNCTION IF EXISTS muniment.move_slug(uuid, text);
CREATE OR REPLACE FUNCTION muniment.move_slug(p_workspace uuid, p_slug text, p_issuer text DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $move_slug$
BEGIN
  LOCK TABLE muniment.workspaces IN SHARE ROW EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM muniment.workspaces w WHERE w.slug = p_slug AND w.id <> p_workspace) THEN
    RAISE EXCEPTION 'the slug is taken' USING ERRCODE = 'MU001';
  END IF;
  UPDATE muniment.workspaces w SET slug = p_slug, next_slug = NULL, issuer = p_issuer, next_issuer = NULL
   WHERE w.id = p_workspace;
  RETURN FOUND;
END
$move_slug$;
REVOKE ALL ON FUNCTION muniment.move_slug FROM PUBLIC;
GRANT EXECUTE ON FUNCTION muniment.move_slug TO muniment_control
