-- SPDX-License-Identifier: Apache-2.0
-- Saved states at a position, cut into chunks that fit a page.
CREATE TABLE muniment_template.snapshots (
  name text NOT NULL CHECK (length(name) <= 200),
  position bigint NOT NULL,
  chunk integer NOT NULL,
  format integer NOT NULL,
  body bytea NOT NULL CHECK (octet_length(body) <= 4096),
  PRIMARY KEY (name, position, chunk)
);
ALTER TABLE muniment_template.snapshots ALTER name SET STORAGE PLAIN;
ALTER TABLE muniment_template.snapshots ALTER body SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.snapshots TO PUBLIC
