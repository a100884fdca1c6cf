// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host_answers.hpp"

namespace muniment {

namespace {

digest_reply found_digest(const crypto::hash& hash) {
  return {read_verdict::found, bytes{hash.begin(), hash.end()}};
}

subject_key_reply lent(storage::shared_key key) {
  if (!key) return {read_verdict::absent, nullptr};
  return {read_verdict::found, std::move(key)};
}

}

subject_key_reply subject_key(storage::keyring& ring, const subject_key_request& wanted) {
  return lent(ring.find_subject_key(wanted.subject));
}

subject_key_reply access_key(storage::keyring& ring, const access_key_request& wanted) {
  return lent(ring.find_access_key(wanted.day, wanted.subject));
}

digest_reply digest(storage::keyring& ring, const digest_request& wanted) {
  return found_digest(ring.lookup_digest(wanted.purpose, wanted.canonical));
}

digest_reply client_secret_digest(storage::keyring& ring, const client_secret_request& wanted) {
  if (!wanted.secret) return {read_verdict::absent, {}};
  return found_digest(ring.client_secret_digest(wanted.client, wanted.secret->reveal()));
}

signing_secret_reply signing_secret(storage::keyring& ring, const signing_secret_request& wanted) {
  auto der = ring.signing_key(wanted.key);
  if (!der) return {read_verdict::absent, nullptr};
  return {read_verdict::found, std::make_shared<const crypto::secret_bytes>(*std::move(der))};
}

}
