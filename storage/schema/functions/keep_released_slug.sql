-- SPDX-License-Identifier: Apache-2.0
-- Keeps a slug from others for 90 days once its workspace has another or is dropped.
CREATE FUNCTION muniment.keep_released_slug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $keep_released_slug$
BEGIN
  DELETE FROM muniment.kept_slugs k WHERE k.until <= transaction_timestamp();
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM muniment.kept_slugs k WHERE k.slug = NEW.slug;
  END IF;
  INSERT INTO muniment.kept_slugs (slug, workspace, until)
  VALUES (OLD.slug, OLD.id, transaction_timestamp() + interval '90 days')
  ON CONFLICT (slug) DO UPDATE SET workspace = excluded.workspace, until = excluded.until;
  RETURN NULL;
END
$keep_released_slug$;
REVOKE ALL ON FUNCTION muniment.keep_released_slug FROM PUBLIC;
CREATE TRIGGER keep_dropped_slug AFTER DELETE ON muniment.workspaces
  FOR EACH ROW EXECUTE FUNCTION muniment.keep_released_slug();
CREATE TRIGGER keep_changed_slug AFTER UPDATE OF slug ON muniment.workspaces
  FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION muniment.keep_released_slug()
