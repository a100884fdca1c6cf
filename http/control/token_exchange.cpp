// SPDX-License-Identifier: Apache-2.0
#include "http/control/token_exchange.hpp"

#include "http/admin/admission.hpp"
#include "http/control/shapes.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/give_service_token.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/token_lookup.hpp"
#include "http/oidc/words.hpp"
#include "http/openapi/schema.hpp"

#include <boost/system/result.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace muniment::http {
namespace {

using oidc::oauth_reply;

constexpr std::string_view exchange_grant = "urn:ietf:params:oauth:grant-type:token-exchange";
constexpr std::string_view access_token_kind = "urn:ietf:params:oauth:token-type:access_token";
constexpr std::array admin_scopes{"admin:read", "admin:write"};

/// What is asked for, by its names in RFC 8693 section 2.1.
struct exchange_request {
  std::string subject_token;
  std::string audience;
  std::string resource;                           ///< empty where the form names none
  std::optional<std::vector<std::string>> scopes; ///< fewer than the operator has, if it names any
};

/// Nothing if the form asks for the one kind of exchange there is: an access token for another,
/// with which nobody but the operator acts. An empty member counts as left out (RFC 6749 section
/// 3.2).
std::optional<oauth_error> why_not_exchanged(const form& sent) {
  if (oidc::text_of(sent, "grant_type") != exchange_grant)
    return oauth_error{"unsupported_grant_type", "Tokens are exchanged here, nothing else."};
  if (oidc::text_of(sent, "subject_token_type") != access_token_kind)
    return oauth_error{"invalid_request", "subject_token_type is not that of an access token."};
  const auto wanted = oidc::text_of(sent, "requested_token_type");
  if (!wanted.empty() && wanted != access_token_kind)
    return oauth_error{"invalid_request", "requested_token_type is not that of an access token."};
  if (!oidc::text_of(sent, "actor_token").empty() ||
      !oidc::text_of(sent, "actor_token_type").empty())
    return oauth_error{"invalid_request", "actor_token is not read: the operator acts."};
  return {};
}

boost::system::result<exchange_request, oauth_error> read_exchange(const request& asked) {
  const auto sent = oidc::sent_form(asked);
  if (!sent || sent->repeats_any())
    return oauth_error{"invalid_request",
                       "The body is no form in which every parameter stands once."};
  if (const auto why = why_not_exchanged(*sent)) return *why;
  exchange_request read{oidc::text_of(*sent, "subject_token"),
                        oidc::text_of(*sent, "audience"),
                        oidc::text_of(*sent, "resource"),
                        {}};
  if (read.subject_token.empty())
    return oauth_error{"invalid_request", "subject_token is missing."};
  if (read.audience.empty()) return oauth_error{"invalid_request", "audience is missing."};
  const auto scope = oidc::text_of(*sent, "scope");
  if (scope.empty()) return read;
  read.scopes = oidc::split_words(scope);
  if (!read.scopes) return oauth_error{"invalid_scope", "scope is no list of words."};
  return read;
}

std::vector<std::string> admin_scopes_of(const operator_known& who) {
  std::vector<std::string> scopes;
  for (const auto* each : admin_scopes)
    if (oidc::among(who.scopes, each)) scopes.emplace_back(each);
  return scopes;
}

/// What the token is to allow: what is asked for, or else all that the operator may.
boost::system::result<std::vector<std::string>, oauth_error>
scopes_for(const operator_known& who, const exchange_request& asked) {
  auto allowed = admin_scopes_of(who);
  if (allowed.empty())
    return oauth_error{"invalid_scope", "The token has no scope of administration."};
  if (!asked.scopes) return allowed;
  const auto may = [&](const auto& each) { return oidc::among(allowed, each); };
  if (!std::ranges::all_of(*asked.scopes, may))
    return oauth_error{"invalid_scope", "The token has not all of these scopes."};
  return *asked.scopes;
}

api::exchanged_token shown(const std::string& token, const std::vector<std::string>& scopes,
                           const std::string& issuer) {
  return {token,
          std::string{access_token_kind},
          "Bearer",
          std::chrono::seconds{operator_token_lifetime}.count(),
          oidc::join_words(scopes),
          issuer};
}

/// The cheapest signature that the workspace has a key for; only the workspace itself reads it.
std::string algorithm_at(const std::vector<signing_keys::row>& published,
                         const std::string& otherwise) {
  for (const auto* each : {"ES256", "EdDSA", "RS256", "PS256"})
    if (active_key(published, each)) return each;
  return otherwise;
}

asio::awaitable<response> give(std::shared_ptr<const control_context> at, request_ptr asked,
                               operator_known who, std::vector<std::string> scopes,
                               workspace& target) {
  const auto issuer = target.identity().issuer;
  oidc::call with{*at->oidc, target, std::move(asked)};
  const auto published = co_await target.published_keys();
  oidc::service_token_offer offer{who.client_id,
                                  oidc::admin_audience(issuer),
                                  scopes,
                                  algorithm_at(published, at->at.key_terms().algorithm),
                                  operator_token_lifetime,
                                  who.who};
  acting_party actor{actor_kind::deployment_operator, who.who.id, "operator_token", {}};
  const auto token =
      co_await oidc::give_service_token(std::move(with), std::move(offer), std::move(actor));
  if (!token) co_return oauth_reply(500, token.error());
  co_return json_of(200, shown_json(shown(*token, scopes, issuer)));
}

}

asio::awaitable<std::optional<operator_known>> find_operator(const control_context& at,
                                                             std::string token) {
  std::string slug{oidc::operators_workspace};
  const auto door = co_await at.at.workspaces().find(std::move(slug));
  if (!door) co_return std::nullopt;
  std::string type(oidc::access_token_type);
  const auto claims = co_await door->verified_claims(std::move(type), std::move(token));
  if (!claims) co_return std::nullopt;
  auto read = oidc::read_service_token(*claims, door->identity().issuer,
                                       at.oidc->settings.control_origin, door->now());
  if (!read) co_return std::nullopt;
  const bool stands = co_await oidc::own_token_stands(*door, read->id);
  if (!stands) co_return std::nullopt;
  const auto client = co_await oidc::find_client(*door, read->client_id);
  if (!client || client->deleted_at) co_return std::nullopt;
  auto scopes = oidc::still_allowed(std::move(read->scopes), *client);
  operator_known known{{door->identity().issuer, client->id}, client->client_id, std::move(scopes)};
  co_return known;
}

asio::awaitable<response> exchange_token(std::shared_ptr<const control_context> at,
                                         request_ptr asked) {
  auto read = read_exchange(*asked);
  if (!read) co_return oauth_reply(400, read.error());
  auto who = co_await find_operator(*at, std::move(read->subject_token));
  if (!who)
    co_return oauth_reply(400, {"invalid_request", "subject_token is no operator's, or is over."});
  const auto target = co_await at->at.workspaces().find(std::move(read->audience));
  if (!target) co_return oauth_reply(400, {"invalid_target", "There is no such workspace."});
  if (!read->resource.empty() && read->resource != oidc::admin_audience(target->identity().issuer))
    co_return oauth_reply(
        400, {"invalid_target", "resource is not the admin API of the workspace of audience."});
  auto scopes = scopes_for(*who, *read);
  if (!scopes) co_return oauth_reply(400, scopes.error());
  auto giving = give(at, std::move(asked), std::move(*who), std::move(*scopes), *target);
  co_return co_await std::move(giving);
}

openapi::operation told_exchange(openapi::components& used) {
  openapi::operation told{"POST", exchange_path,
                          "Exchanges the token of an operator for one of a workspace's admin API.",
                          "control"};
  told.id = "exchange_token";
  told.told = openapi::failures::oauth;
  told.security = {boost::json::object{}};
  told.body = openapi::form_body({
      {"grant_type", "`" + std::string{exchange_grant} + "`"},
      {"subject_token", "The operator's access token for the control plane."},
      {"subject_token_type", "`" + std::string{access_token_kind} + "`"},
      {"audience", "The slug of the workspace."},
      {"resource", "The admin API of that workspace: its issuer and `/admin`.", false},
      {"requested_token_type", "`" + std::string{access_token_kind} + "`", false},
      {"scope", "Less than all that the operator's token has of `admin:read` and `admin:write`.",
       false},
  });
  told.replies = openapi::json_reply(200, openapi::schema_of<api::exchanged_token>(used));
  return told;
}

}
