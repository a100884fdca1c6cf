// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host_answers.hpp"

namespace muniment {

namespace {

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

lookup_keys_reply lookup_keys(storage::keyring& ring, const lookup_keys_request&) {
  return {read_verdict::found, ring.lookups()};
}

signing_secret_reply signing_secret(storage::keyring& ring, const signing_secret_request& wanted) {
  auto der = ring.signing_key(wanted.key);
  if (!der) return {read_verdict::absent, nullptr};
  return {read_verdict::found, std::make_shared<const crypto::secret_bytes>(*std::move(der))};
}

}
