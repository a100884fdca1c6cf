-- SPDX-License-Identifier: Apache-2.0
-- Slugs that workspaces gave up or took with them. Links, registered redirects and people's habits
-- still lead there, so nobody else gets one before `until`. The workspace may be gone.
CREATE TABLE muniment.kept_slugs (
  slug text PRIMARY KEY,
  workspace uuid NOT NULL,
  until timestamptz NOT NULL
)
