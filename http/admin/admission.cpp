// SPDX-License-Identifier: Apache-2.0
#include "http/admin/admission.hpp"

#include "http/admin/admitted_user.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/oidc/bearer.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/service_token.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/token_lookup.hpp"
#include "http/oidc/words.hpp"
#include "http/server/problems.hpp"
#include "http/server/reply.hpp"

#include <boost/json/serialize.hpp>

namespace muniment::http {
namespace {

[[noreturn]] void refuse_token(fixed_text detail) {
  throw problem_found{with_detail(problems::unauthorized, detail)};
}

}

std::string bearer_token(const request& asked) {
  if (asked.count("Authorization") > 1) refuse_token("Send one Authorization header.");
  auto token = oidc::read_bearer({asked.field("Authorization")});
  if (!token) refuse_token("Send an access token in the Authorization header, as Bearer.");
  return std::move(*token);
}

wish_origin origin_of(acting_party actor, const request& asked) {
  return {std::move(actor), asked.trace, access_of(asked)};
}

void require_right(const std::vector<std::string>& scopes, admin_right needed) {
  const bool writes = oidc::among(scopes, "admin:write");
  if (writes || (needed == admin_right::read && oidc::among(scopes, "admin:read"))) return;
  throw problem_found{problems::insufficient_scope};
}

void not_found() { throw problem_found{problem_of(refusal_code::not_found)}; }

asio::awaitable<acting_party> admitted(std::shared_ptr<workspace> at, request_ptr asked,
                                       admin_right needed) {
  auto token = bearer_token(*asked);
  std::string type(oidc::access_token_type);
  const auto claims = co_await at->verified_claims(std::move(type), std::move(token));
  const auto& issuer = at->identity().issuer;
  const auto read =
      claims ? oidc::read_service_token(*claims, issuer, oidc::admin_audience(issuer), at->now())
             : std::nullopt;
  if (!read) {
    std::optional<acting_party> user;
    if (claims) user = co_await admitted_user(at, claims, needed);
    if (!user) refuse_token("The token is expired, or not one of this workspace for this API.");
    co_return std::move(*user);
  }
  const bool stands = co_await oidc::own_token_stands(*at, read->id);
  if (!stands) refuse_token("The token was revoked.");
  if (read->act) {
    require_right(read->scopes, needed);
    co_return acting_party{actor_kind::deployment_operator, read->act->id, "operator_token", {}};
  }
  const auto client = co_await oidc::find_client(*at, read->client_id);
  if (!client || client->deleted_at) refuse_token("The client of the token is gone.");
  require_right(oidc::still_allowed(read->scopes, *client), needed);
  co_return acting_party{actor_kind::client, client->id, "access_token", {}};
}

response json_of(int status, const boost::json::value& body) {
  return oidc::json_reply(status, boost::json::serialize(body));
}

response reply_to(const problem_found& found) {
  auto reply = reply_of(found.told());
  reply.fields.push_back({"Cache-Control", "no-store"});
  // What it waits for takes seconds at least.
  if (found.told().status == 503) reply.fields.push_back({"Retry-After", "10"});
  return reply;
}

}
