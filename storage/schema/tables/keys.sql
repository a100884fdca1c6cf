-- SPDX-License-Identifier: Apache-2.0
-- Wrapped keys, by the bucket that an erasure re-wraps.
CREATE TABLE muniment_template.keys (
  kind smallint NOT NULL,
  bucket smallint NOT NULL,
  id uuid NOT NULL,
  wrapped bytea NOT NULL,
  PRIMARY KEY (kind, bucket, id)
);
ALTER TABLE muniment_template.keys ALTER wrapped SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.keys TO PUBLIC
