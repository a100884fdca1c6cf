-- SPDX-License-Identifier: Apache-2.0
-- What became of commands that carried an idempotency key; outcomes are sealed.
CREATE TABLE muniment_template.idempotency (
  digest bytea NOT NULL,
  fingerprint bytea NOT NULL,
  position bigint NOT NULL,
  outcome bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (digest)
);
ALTER TABLE muniment_template.idempotency ALTER digest SET STORAGE PLAIN;
ALTER TABLE muniment_template.idempotency ALTER fingerprint SET STORAGE PLAIN;
ALTER TABLE muniment_template.idempotency ALTER outcome SET STORAGE PLAIN;
GRANT SELECT ON muniment_template.idempotency TO PUBLIC
