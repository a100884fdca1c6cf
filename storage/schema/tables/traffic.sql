-- SPDX-License-Identifier: Apache-2.0
-- What retention may drop, a partition at a time. Keys are the partitions' own: across partitions
-- the head keeps positions and versions apart. PLAIN bodies save two relations per partition.
CREATE TABLE muniment_template.traffic (
  position bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL,
  category smallint NOT NULL,
  type smallint NOT NULL,
  stream uuid NOT NULL,
  actor uuid NOT NULL,
  command uuid NOT NULL,
  body bytea NOT NULL
);
ALTER TABLE muniment_template.traffic ALTER body SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.traffic TO PUBLIC
