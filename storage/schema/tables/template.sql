-- SPDX-License-Identifier: Apache-2.0
-- An empty workspace: provisioning copies its tables with LIKE and its functions by their text.
-- Everybody may look at the shapes; no row is ever in here.
CREATE SCHEMA muniment_template;
GRANT USAGE ON SCHEMA muniment_template TO PUBLIC
