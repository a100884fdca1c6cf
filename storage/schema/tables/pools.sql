-- SPDX-License-Identifier: Apache-2.0
-- The pool logins that exist: muniment_pool_<number>, each member of at most 200 workspaces.
CREATE TABLE muniment.pools (number integer PRIMARY KEY CHECK (number >= 0))
