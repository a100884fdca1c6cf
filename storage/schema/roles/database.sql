-- SPDX-License-Identifier: Apache-2.0
-- Only Muniment's own roles connect, and the provisioner alone may create schemas.
DO $rights$ BEGIN
  EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
  EXECUTE pg_catalog.format('GRANT CREATE ON DATABASE %I TO muniment_provisioner WITH GRANT OPTION',
                            pg_catalog.current_database());
  EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO muniment_provisioner WITH GRANT OPTION',
                            pg_catalog.current_database());
  EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO muniment_control, muniment_hub',
                            pg_catalog.current_database());
END $rights$
