// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/consent_scopes.hpp"

#include "crypto/digest.hpp"
#include "http/oidc/words.hpp"

#include <algorithm>

namespace muniment::oidc {

uuid consent_stream(const uuid& user, const uuid& client) {
  const auto digest = crypto::sha256_stream()
                          .update(as_bytes("muniment consent"))
                          .update(user.view())
                          .update(client.view())
                          .finish();
  return uuid::of_digest(digest);
}

bool covers(const consents::row* consent, const std::vector<std::string>& scopes) {
  return consent && !consent->withdrawn_at && std::ranges::all_of(scopes, [&](const auto& each) {
           return among(consent->scopes, each);
         });
}

std::vector<std::string> joined_scopes(const consents::row* consent,
                                       std::vector<std::string> scopes) {
  if (!consent || consent->withdrawn_at) return scopes;
  for (const auto& each : consent->scopes)
    if (!among(scopes, each)) scopes.push_back(each);
  return scopes;
}

}
