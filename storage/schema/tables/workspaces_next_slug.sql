-- SPDX-License-Identifier: Apache-2.0
-- The slug a workspace is about to take: nobody else's any more, not yet its own. Whether it took it,
-- its journal says.
ALTER TABLE muniment.workspaces ADD COLUMN next_slug text UNIQUE
  CHECK (length(next_slug) <= 50 AND next_slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
