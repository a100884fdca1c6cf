-- SPDX-License-Identifier: Apache-2.0
-- The deployment's own schema: what exists, never what is in it.
CREATE SCHEMA IF NOT EXISTS muniment
