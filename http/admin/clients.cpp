// SPDX-License-Identifier: Apache-2.0
#include "http/admin/clients.hpp"

#include "actors/client.hpp"
#include "crypto/random.hpp"
#include "http/server/wish.hpp"

namespace muniment::http {

namespace {

using client::client_authentication;
using client::client_type;

bool keeps_a_secret(client_type kind) {
  return kind == client_type::web || kind == client_type::service;
}

client::register_client wish_for(const new_client& wanted, const uuid& project) {
  client::register_client wish;
  wish.client_id = wanted.client_id;
  wish.project = project;
  wish.name = wanted.name;
  wish.kind = wanted.kind;
  wish.authentication = authentication_of(wanted);
  wish.redirect_uris = wanted.redirect_uris;
  wish.post_logout_redirect_uris = wanted.post_logout_redirect_uris;
  wish.origins = wanted.origins;
  wish.grant_types = grant_types_of(wanted);
  wish.scopes = wanted.scopes;
  wish.id_token_algorithm = wanted.algorithm;
  wish.access_token_algorithm = wanted.algorithm;
  wish.pkce_required = true;
  wish.third_party = wanted.third_party;
  wish.may_introspect = wanted.may_introspect;
  return wish;
}

}

client_authentication authentication_of(const new_client& wanted) {
  return keeps_a_secret(wanted.kind) ? wanted.authentication : client_authentication::none;
}

std::vector<std::string> grant_types_of(const new_client& wanted) {
  if (wanted.kind == client_type::service) return {"client_credentials"};
  return client::grant_types_with({"authorization_code"}, wanted.scopes);
}

asio::awaitable<client_reply> register_client(workspace_door& at, new_client wanted,
                                              wish_origin from) {
  constexpr std::size_t id_octets = 15;
  constexpr std::size_t secret_octets = 32;
  if (wanted.client_id.empty()) wanted.client_id = crypto::random_name(id_octets);
  client_reply reply{random_id(), wanted.client_id, {}, {}, {}};
  auto named = public_claim(claim_kind::project_name, wanted.project);
  const auto project = co_await at.holder(std::move(named));
  if (!project) throw workspace_unavailable{"its default project is not to be read yet"};
  reply.project = *project;
  auto wish = wish_for(wanted, *project);
  if (keeps_a_secret(wanted.kind)) {
    reply.secret = wanted.secret.empty() ? crypto::random_token(secret_octets) : wanted.secret;
    const auto digest = co_await at.client_secret_digest(reply.id, reply.secret);
    wish.secret_digest = bytes{digest.begin(), digest.end()};
  }
  auto entering = wish_of<client::noun>(reply.id, wish, std::move(from), at.now());
  const auto entered = co_await at.decide(std::move(entering));
  if (entered.verdict == command_verdict::accepted) co_return reply;
  reply.secret.clear();
  reply.why = entered.why;
  co_return reply;
}

}
