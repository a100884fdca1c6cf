-- SPDX-License-Identifier: Apache-2.0
-- Facts, kept for good. Sealed bodies do not compress, so a long one goes out of line as it is.
CREATE TABLE muniment_template.events (
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL,
  category smallint NOT NULL,
  type smallint NOT NULL,
  stream uuid NOT NULL,
  actor uuid NOT NULL,
  command uuid NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (position),
  UNIQUE (category, stream, version)
);
ALTER TABLE muniment_template.events ALTER body SET STORAGE EXTERNAL;
GRANT SELECT ON muniment_template.events TO PUBLIC
