-- SPDX-License-Identifier: Apache-2.0
-- How far each projection's rows reach; written in the transaction that writes the rows.
-- `shape` is the digest of the row type that wrote them, `generation` counts their tables: 0 before
-- the first row. (position, generation) is the fence between the projector and a rebuild.
CREATE TABLE muniment_template.checkpoints (
  projection text NOT NULL CHECK (length(projection) <= 100),
  position bigint NOT NULL,
  generation integer NOT NULL,
  shape bytea NOT NULL,
  PRIMARY KEY (projection)
);
ALTER TABLE muniment_template.checkpoints ALTER projection SET STORAGE PLAIN;
ALTER TABLE muniment_template.checkpoints ALTER shape SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.checkpoints TO PUBLIC
