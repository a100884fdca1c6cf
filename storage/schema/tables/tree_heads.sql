-- SPDX-License-Identifier: Apache-2.0
-- Signed roots over the journal's first `size` events, as the notes that left the host.
CREATE TABLE muniment_template.tree_heads (
  size bigint NOT NULL,
  signed_at timestamptz NOT NULL,
  note bytea NOT NULL CHECK (octet_length(note) <= 4096),
  PRIMARY KEY (size)
);
ALTER TABLE muniment_template.tree_heads ALTER note SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.tree_heads TO PUBLIC
