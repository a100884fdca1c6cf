-- SPDX-License-Identifier: Apache-2.0
-- The issuer that a workspace's journal names, and the one that it is about to name: kept here so that all
-- can be compared without waking any. NULL where nobody asked the workspace since this column is there, or
-- a server of the version before changed it. Not unique: of two that share one from before, none is lost.
ALTER TABLE muniment.workspaces
  ADD COLUMN issuer text CHECK (length(issuer) <= 2048),
  ADD COLUMN next_issuer text CHECK (length(next_issuer) <= 2048)
