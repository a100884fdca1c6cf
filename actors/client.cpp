// SPDX-License-Identifier: Apache-2.0
#include "actors/client.hpp"

#include "actors/lawful.hpp"

#include <algorithm>

namespace muniment::client {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;
using list = std::vector<std::string>;

constexpr std::string_view code_flow = "authorization_code";
constexpr std::string_view refresh_flow = "refresh_token";
constexpr std::string_view own_flow = "client_credentials";

bool confidential(client_type kind) {
  return kind == client_type::web || kind == client_type::service;
}

bool holds(const list& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

bool authenticates_lawfully(const register_client& wish) {
  const bool has_method = wish.authentication != client_authentication::none;
  if (has_method != confidential(wish.kind)) return false;
  if (has_method != wish.secret_digest.has_value()) return false;
  return !wish.secret_digest || lawful::digest(*wish.secret_digest);
}

bool flows_lawfully(const register_client& wish) {
  if (wish.kind == client_type::service) return wish.grant_types == list{std::string{own_flow}};
  const auto known = [&](std::string_view flow) {
    return flow == code_flow || flow == refresh_flow ||
           (flow == own_flow && confidential(wish.kind));
  };
  return lawful::tokens(wish.grant_types) && holds(wish.grant_types, code_flow) &&
         std::ranges::all_of(wish.grant_types, known) &&
         (wish.pkce_required || confidential(wish.kind));
}

bool all_redirects(const list& uris, client_type kind) {
  const bool native = kind == client_type::native;
  return uris.size() <= lawful::most_uris && std::ranges::all_of(uris, [&](const auto& uri) {
           return lawful::redirect_uri(uri, native);
         });
}

/// The three lists of a client of this kind; `Uris` is a wish that has them.
template <class Uris>
bool reached_lawfully(client_type kind, const Uris& wish) {
  if (kind == client_type::service)
    return wish.redirect_uris.empty() && wish.post_logout_redirect_uris.empty() &&
           wish.origins.empty();
  return !wish.redirect_uris.empty() && all_redirects(wish.redirect_uris, kind) &&
         all_redirects(wish.post_logout_redirect_uris, kind) &&
         wish.origins.size() <= lawful::most_uris &&
         std::ranges::all_of(wish.origins, lawful::origin);
}

bool acceptable(const register_client& wish) {
  return lawful::token(wish.client_id) && lawful::text(wish.name) && !wish.project.is_nil() &&
         authenticates_lawfully(wish) && flows_lawfully(wish) &&
         reached_lawfully(wish.kind, wish) && lawful::tokens(wish.scopes) &&
         (!wish.may_introspect || confidential(wish.kind)) &&
         lawful::algorithm(wish.id_token_algorithm) &&
         lawful::algorithm(wish.access_token_algorithm);
}

answer enter(const plain_state& client, const register_client& wish) {
  if (client.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish)) return refusal_code::invalid_value;
  return outcome{{registered{wish.client_id, wish.project, wish.name, wish.kind,
                             wish.authentication, wish.secret_digest, wish.redirect_uris,
                             wish.post_logout_redirect_uris, wish.origins, wish.grant_types,
                             wish.scopes, wish.id_token_algorithm, wish.access_token_algorithm,
                             wish.pkce_required, wish.third_party, wish.may_introspect}},
                 {public_claim(claim_kind::client_id, wish.client_id)}};
}

answer rotate(const plain_state& client, const rotate_secret& wish) {
  if (client.phase != phase::active) return refusal_code::not_found;
  if (!confidential(client.kind)) return refusal_code::invalid_state;
  if (!lawful::digest(wish.secret_digest)) return refusal_code::invalid_value;
  if (client.secret_digest == wish.secret_digest) return outcome{};
  return outcome{{secret_rotated{wish.secret_digest}}};
}

answer redirect(const plain_state& client, const change_redirects& wish) {
  if (client.phase != phase::active) return refusal_code::not_found;
  if (!reached_lawfully(client.kind, wish)) return refusal_code::invalid_value;
  if (client.redirect_uris == wish.redirect_uris && client.origins == wish.origins &&
      client.post_logout_redirect_uris == wish.post_logout_redirect_uris)
    return outcome{};
  return outcome{
      {redirects_changed{wish.redirect_uris, wish.post_logout_redirect_uris, wish.origins}}};
}

answer forget(const plain_state& client) {
  if (client.phase == phase::absent) return refusal_code::not_found;
  if (client.phase == phase::deleted) return outcome{};
  return outcome{{deleted{}}};
}

}

answer decide(const state<opened>& client, const command& wish) {
  return std::visit(on{[&](const register_client& c) { return enter(client, c); },
                       [&](const rotate_secret& c) { return rotate(client, c); },
                       [&](const change_redirects& c) { return redirect(client, c); },
                       [&](const delete_client&) { return forget(client); }},
                    wish);
}

state<stored> evolve(state<stored> client, const event<stored>& fact) {
  std::visit(on{[&](const registered& e) {
                  client = {phase::active,   e.kind,          e.authentication,
                            e.secret_digest, e.redirect_uris, e.post_logout_redirect_uris,
                            e.origins};
                },
                [&](const secret_rotated& e) { client.secret_digest = e.secret_digest; },
                [&](const redirects_changed& e) {
                  client.redirect_uris = e.redirect_uris;
                  client.post_logout_redirect_uris = e.post_logout_redirect_uris;
                  client.origins = e.origins;
                },
                [&](const deleted&) {
                  client = {};
                  client.phase = phase::deleted;
                }},
             fact);
  return client;
}

}
