// SPDX-License-Identifier: Apache-2.0
#include "actors/client.hpp"

#include "actors/lawful.hpp"
#include "events/user_id.hpp"

#include <algorithm>

namespace muniment::client {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;
using list = std::vector<std::string>;

constexpr std::string_view code_flow = "authorization_code";
constexpr std::string_view refresh_flow = "refresh_token";
constexpr std::string_view own_flow = "client_credentials";
constexpr std::string_view offline_scope = "offline_access";

bool confidential(client_type kind) {
  return kind == client_type::web || kind == client_type::service;
}

bool holds(const list& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

bool fits(client_authentication method, client_type kind) {
  return (method != client_authentication::none) == confidential(kind);
}

bool keeps_secret_lawfully(const register_client& wish) {
  if (wish.secret_digest.has_value() != confidential(wish.kind)) return false;
  return !wish.secret_digest || lawful::digest(*wish.secret_digest);
}

bool flows_lawfully(client_type kind, const list& flows) {
  if (kind == client_type::service) return flows == list{std::string{own_flow}};
  const auto known = [&](std::string_view flow) {
    return flow == code_flow || flow == refresh_flow || (flow == own_flow && confidential(kind));
  };
  return lawful::tokens(flows) && holds(flows, code_flow) && std::ranges::all_of(flows, known);
}

bool introspects_lawfully(client_type kind, std::optional<bool> may_introspect) {
  return confidential(kind) || !may_introspect.value_or(false);
}

/// What `settings_changed` says of a client of this kind; `Settings` has the like.
template <class Settings>
bool set_lawfully(client_type kind, const Settings& wish) {
  return lawful::text(wish.name) && fits(wish.authentication, kind) &&
         introspects_lawfully(kind, wish.may_introspect) &&
         flows_lawfully(kind, wish.grant_types) && lawful::tokens(wish.scopes) &&
         lawful::algorithm(wish.id_token_algorithm) &&
         lawful::algorithm(wish.access_token_algorithm);
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
  return lawful::token(wish.client_id) && !wish.project.is_nil() && keeps_secret_lawfully(wish) &&
         (wish.pkce_required || confidential(wish.kind)) && set_lawfully(wish.kind, wish) &&
         reached_lawfully(wish.kind, wish);
}

answer enter(const plain_state& client, const register_client& wish) {
  if (client.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish)) return refusal_code::invalid_value;
  // It is the `sub` of the client's own tokens (RFC 9700 section 4.15).
  if (read_user_id(wish.client_id)) return refusal_code::reserved_client_id;
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

settings_changed settings_of(const plain_state& client) {
  return {client.name,        client.authentication,     client.grant_types,
          client.scopes,      client.id_token_algorithm, client.access_token_algorithm,
          client.third_party, client.may_introspect};
}

redirects_changed reach_of(const plain_state& client) {
  return {client.redirect_uris, client.post_logout_redirect_uris, client.origins};
}

template <class T>
void take(const std::optional<T>& wanted, T& into) {
  if (wanted) into = *wanted;
}

settings_changed settings_with(const change& wish, const plain_state& client) {
  auto settings = settings_of(client);
  take(wish.name, settings.name);
  take(wish.authentication, settings.authentication);
  take(wish.scopes, settings.scopes);
  if (wish.scopes)
    settings.grant_types = grant_types_with(std::move(settings.grant_types), settings.scopes);
  take(wish.grant_types, settings.grant_types);
  take(wish.id_token_algorithm, settings.id_token_algorithm);
  take(wish.access_token_algorithm, settings.access_token_algorithm);
  take(wish.third_party, settings.third_party);
  settings.may_introspect = wish.may_introspect.value_or(client.may_introspect);
  return settings;
}

redirects_changed reach_with(const change& wish, const plain_state& client) {
  auto reach = reach_of(client);
  take(wish.redirect_uris, reach.redirect_uris);
  take(wish.post_logout_redirect_uris, reach.post_logout_redirect_uris);
  take(wish.origins, reach.origins);
  return reach;
}

answer alter(const plain_state& client, const change& wish) {
  if (client.phase != phase::active) return refusal_code::not_found;
  auto settings = settings_with(wish, client);
  auto reach = reach_with(wish, client);
  if (!set_lawfully(client.kind, settings) || !reached_lawfully(client.kind, reach))
    return refusal_code::invalid_value;
  outcome result;
  if (settings != settings_of(client)) result.events.push_back(std::move(settings));
  if (reach != reach_of(client)) result.events.push_back(std::move(reach));
  return result;
}

answer forget(const plain_state& client) {
  if (client.phase == phase::absent) return refusal_code::not_found;
  if (client.phase == phase::deleted) return outcome{};
  return outcome{{deleted{}}};
}

}

list grant_types_with(list grant_types, const list& scopes) {
  const bool refreshes = holds(scopes, offline_scope);
  if (!holds(grant_types, code_flow) || holds(grant_types, refresh_flow) == refreshes)
    return grant_types;
  if (refreshes)
    grant_types.emplace_back(refresh_flow);
  else
    std::erase(grant_types, refresh_flow);
  return grant_types;
}

answer decide(const state<opened>& client, const command& wish) {
  return std::visit(on{[&](const register_client& c) { return enter(client, c); },
                       [&](const rotate_secret& c) { return rotate(client, c); },
                       [&](const change_redirects& c) { return redirect(client, c); },
                       [&](const change& c) { return alter(client, c); },
                       [&](const delete_client&) { return forget(client); }},
                    wish);
}

state<stored> evolve(state<stored> client, const event<stored>& fact) {
  std::visit(on{[&](const registered& e) {
                  client = {phase::active,
                            e.kind,
                            e.authentication,
                            e.secret_digest,
                            e.redirect_uris,
                            e.post_logout_redirect_uris,
                            e.origins,
                            e.name,
                            e.grant_types,
                            e.scopes,
                            e.id_token_algorithm,
                            e.access_token_algorithm,
                            e.third_party,
                            e.may_introspect};
                },
                [&](const settings_changed& e) {
                  client.name = e.name;
                  client.authentication = e.authentication;
                  client.grant_types = e.grant_types;
                  client.scopes = e.scopes;
                  client.id_token_algorithm = e.id_token_algorithm;
                  client.access_token_algorithm = e.access_token_algorithm;
                  client.third_party = e.third_party;
                  client.may_introspect = e.may_introspect.value_or(client.may_introspect);
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
