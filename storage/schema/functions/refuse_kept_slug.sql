-- SPDX-License-Identifier: Apache-2.0
-- A slug that another workspace has, is about to take or gave up lately raises MU001. Whoever writes
-- slugs holds the lock of `provision`, so what is looked at here stays so.
CREATE FUNCTION muniment.refuse_kept_slug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $refuse_kept_slug$
BEGIN
  IF EXISTS (SELECT FROM muniment.workspaces w
              WHERE w.id <> NEW.id AND (w.slug = NEW.next_slug OR w.next_slug IN (NEW.slug, NEW.next_slug)))
     OR EXISTS (SELECT FROM muniment.kept_slugs k
                 WHERE k.slug IN (NEW.slug, NEW.next_slug) AND k.workspace <> NEW.id
                   AND k.until > transaction_timestamp()) THEN
    RAISE EXCEPTION 'the slug is taken' USING ERRCODE = 'MU001';
  END IF;
  RETURN NEW;
END
$refuse_kept_slug$;
REVOKE ALL ON FUNCTION muniment.refuse_kept_slug FROM PUBLIC;
CREATE TRIGGER refuse_kept_slug BEFORE INSERT OR UPDATE OF slug, next_slug ON muniment.workspaces
  FOR EACH ROW EXECUTE FUNCTION muniment.refuse_kept_slug()
