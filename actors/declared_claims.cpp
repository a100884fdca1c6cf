// SPDX-License-Identifier: Apache-2.0
#include "actors/declared_claims.hpp"

#include "events/client.hpp"
#include "events/project.hpp"
#include "events/signing_key.hpp"
#include "events/user.hpp"

namespace muniment {

namespace {

/// Every event that takes or gives up a claim.
using declaring = std::variant<user::registered<stored>, user::erased, client::registered,
                               project::created, signing_key::generated>;

claim_declaration taking(claim_kind kind, std::string_view value) {
  return {{}, {{kind, public_claim(kind, value).digest}}};
}

claim_declaration of(const user::registered<stored>& e) {
  claim_declaration found{{},
                          {{claim_kind::user_name, e.user_name_digest.box, "user_name_digest"}}};
  if (e.email_digest)
    found.taken.push_back({claim_kind::email, e.email_digest->box, "email_digest"});
  return found;
}

claim_declaration of(const user::erased&) {
  return {{claim_kind::user_name, claim_kind::email}, {}};
}

/// A client's id stays its own when it is deleted.
claim_declaration of(const client::registered& e) {
  return taking(claim_kind::client_id, e.client_id);
}

claim_declaration of(const project::created& e) { return taking(claim_kind::project_name, e.name); }

claim_declaration of(const signing_key::generated& e) {
  return taking(claim_kind::key_id, e.key_id);
}

}

decoded<claim_declaration> declared_claims(const record& from) {
  const auto fact = decode_fact<declaring>(from);
  if (fact) return std::visit([](const auto& e) { return of(e); }, *fact);
  if (fact.error() == codec_error::unknown_type) return claim_declaration{};
  return fact.error();
}

}
