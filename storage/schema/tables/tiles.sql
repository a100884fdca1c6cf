-- SPDX-License-Identifier: Apache-2.0
-- Completed tiles of the Merkle tree, each as two halves of 128 hashes, so that a row fits a page.
CREATE TABLE muniment_template.tiles (
  level smallint NOT NULL,
  index bigint NOT NULL,
  half smallint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, index, half)
);
ALTER TABLE muniment_template.tiles ALTER hashes SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.tiles TO PUBLIC
