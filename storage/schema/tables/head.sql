-- SPDX-License-Identifier: Apache-2.0
-- One row. (epoch, position) is the fence of every append; the rest says whose journal it is.
-- The constants stand first: an update's WAL record leaves out the unchanged beginning of a row.
CREATE TABLE muniment_template.head (
  journal_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  format smallint NOT NULL,
  epoch bigint NOT NULL,
  position bigint NOT NULL,
  frontier bytea NOT NULL
);
ALTER TABLE muniment_template.head ALTER frontier SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.head TO PUBLIC
