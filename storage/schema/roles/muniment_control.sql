-- SPDX-License-Identifier: Apache-2.0
-- The control plane: executes what provisions and drops, reads nothing.
DO $role$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'muniment_control') THEN
    CREATE ROLE muniment_control LOGIN NOINHERIT;
  END IF;
END $role$
