// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/sign_tokens.hpp"

#include "http/oidc/words.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

asio::awaitable<std::string> sign(call at, const http::signing_choice& by, std::string_view type,
                                  std::string claims) {
  std::string name(type);
  co_return co_await at.door.sign(by.key_id, std::move(name), std::move(claims));
}

}

asio::awaitable<std::optional<signers>> find_signers(token_request asked) {
  auto access = co_await asked.at.door.signer(asked.client->access_token_algorithm);
  auto identity = co_await asked.at.door.signer(asked.client->id_token_algorithm);
  if (!access || !identity) co_return std::nullopt;
  signers found{std::move(*access), std::move(*identity)};
  co_return found;
}

instant access_token_end(const call& at, const grants::row& grant) {
  return std::min(at.door.now() + at.context.settings.access_token_lifetime, grant.expires_at);
}

std::optional<std::vector<std::string>> narrowed(const token_parts& parts) {
  if (parts.scopes == parts.grant.scopes) return {};
  return parts.scopes;
}

asio::awaitable<given_tokens> signed_tokens(token_request asked, signers by, token_parts parts) {
  auto& grant = parts.grant;
  grant.scopes = parts.scopes;
  // Of its own: the identity of a workspace may be read anew while this waits.
  const auto issuer = asked.at.door.identity().issuer;
  const token_facts facts{issuer,         asked.client->client_id, asked.client->project,
                          parts.token_id, parts.issued_at,         parts.expires_at};
  given_tokens tokens;
  auto access = access_token_claims(facts, grant);
  tokens.access_token = co_await sign(asked.at, by.access, access_token_type, std::move(access));
  if (among(grant.scopes, "openid")) {
    auto identity = id_token_claims(facts, grant, tokens.access_token, by.identity.algorithm);
    tokens.id_token = co_await sign(asked.at, by.identity, id_token_type, std::move(identity));
  }
  tokens.expires_in =
      std::chrono::floor<std::chrono::seconds>(parts.expires_at - parts.issued_at).count();
  tokens.scopes = std::move(parts.scopes);
  tokens.refresh_token = std::move(parts.refresh_token);
  co_return tokens;
}

}
