// SPDX-License-Identifier: Apache-2.0
#include "projections/signing_keys.hpp"

namespace muniment::signing_keys {

namespace {

void apply(row& key, const envelope& at, const signing_key::generated& e) {
  key.id = at.stream;
  key.key_id = e.key_id;
  key.algorithm = e.algorithm;
  key.public_jwk = e.public_jwk;
  key.generated_at = at.recorded_at;
}

void apply(row& key, const envelope&, const signing_key::scheduled& e) {
  key.activates_at = e.activates_at;
}

void apply(row& key, const envelope& at, const signing_key::activated&) {
  key.phase = phase::active;
  key.activated_at = at.recorded_at;
}

void apply(row& key, const envelope& at, const signing_key::superseded& e) {
  key.phase = phase::retiring;
  key.superseded_at = at.recorded_at;
  key.retires_at = e.retires_at;
}

void apply(row& key, const envelope& at, const signing_key::retired&) {
  key.phase = phase::retired;
  key.retired_at = at.recorded_at;
}

void apply(row& key, const envelope& at, const signing_key::revoked&) {
  key.phase = phase::revoked;
  key.revoked_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
