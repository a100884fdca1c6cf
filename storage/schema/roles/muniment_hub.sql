-- SPDX-License-Identifier: Apache-2.0
-- The commit hub: member of no workspace; executes each schema's append and take_over.
DO $role$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'muniment_hub') THEN
    CREATE ROLE muniment_hub LOGIN NOINHERIT;
  END IF;
END $role$
