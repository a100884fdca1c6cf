-- SPDX-License-Identifier: Apache-2.0
-- Owns the deployment's schema and the functions that provision and drop. Nobody logs in as it: a
-- login with CREATEROLE could make itself a member of any workspace and read there.
DO $role$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'muniment_provisioner') THEN
    CREATE ROLE muniment_provisioner NOLOGIN CREATEROLE;
  END IF;
END $role$
