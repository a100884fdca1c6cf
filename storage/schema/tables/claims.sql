-- SPDX-License-Identifier: Apache-2.0
-- Values only one stream may hold, as keyed digests, and which one holds each.
CREATE TABLE muniment_template.claims (
  kind smallint NOT NULL,
  digest bytea NOT NULL,
  stream uuid NOT NULL,
  PRIMARY KEY (kind, digest)
);
ALTER TABLE muniment_template.claims ALTER digest SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.claims TO PUBLIC
