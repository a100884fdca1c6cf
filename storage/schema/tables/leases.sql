-- SPDX-License-Identifier: Apache-2.0
-- Who serves a workspace now: liveness only. Who may write it, head.epoch decides. The table nodes changes
-- this one: a lease ends with its node's term.
CREATE TABLE muniment.leases (
  workspace uuid PRIMARY KEY REFERENCES muniment.workspaces ON DELETE CASCADE,
  node uuid NOT NULL,
  epoch bigint NOT NULL,
  expires_at timestamptz NOT NULL
)
