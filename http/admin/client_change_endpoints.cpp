// SPDX-License-Identifier: Apache-2.0
// What an operator does to a relying party that is there.
#include "actors/client.hpp"
#include "crypto/random.hpp"
#include "http/admin/client_shown.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/redirects.hpp"
#include "http/oidc/words.hpp"
#include "http/server/problems.hpp"

namespace muniment::http {
namespace {

client::change wish_for(body::client_change sent) {
  client::change wish;
  wish.name = std::move(sent.name);
  wish.authentication = sent.authentication;
  wish.redirect_uris = std::move(sent.redirect_uris);
  wish.post_logout_redirect_uris = std::move(sent.post_logout_redirect_uris);
  wish.origins = std::move(sent.origins);
  wish.grant_types = std::move(sent.grant_types);
  wish.scopes = std::move(sent.scopes);
  wish.id_token_algorithm = wish.access_token_algorithm = std::move(sent.algorithm);
  wish.third_party = sent.third_party;
  wish.may_introspect = sent.may_introspect;
  return wish;
}

asio::awaitable<api::client> client_now(admin_call call, uuid id) {
  const auto row = co_await call.at->client(id);
  if (!row) throw workspace_unavailable{"the client is not to be read yet"};
  co_return shown_client(*row);
}

/// Whether the client could ask for no token of its own afterwards, as it does now, or for none
/// that lets it mend that.
bool takes_access(const client::change& wish, const clients::row& row) {
  if (wish.scopes && !oidc::among(*wish.scopes, "admin:write")) return true;
  if (wish.authentication && *wish.authentication != row.authentication) return true;
  return wish.grant_types && !oidc::among(*wish.grant_types, "client_credentials");
}

/// What takes a client's access away is another's to do: the only operator of a deployment would be
/// locked out for good, and nobody there to mend it.
void refuse_to_itself(const admin_call& call, const uuid& client) {
  if (call.from.actor.id == client) throw problem_found{problems::own_client};
}

}

asio::awaitable<api::client> change_client(admin_call call, body::client_change sent) {
  const auto wish = wish_for(std::move(sent));
  const auto row = co_await named_client(call);
  if (wish.redirect_uris) check_redirects("redirect_uris", *wish.redirect_uris, row->kind);
  if (wish.post_logout_redirect_uris)
    check_redirects("post_logout_redirect_uris", *wish.post_logout_redirect_uris, row->kind);
  if (takes_access(wish, *row)) refuse_to_itself(call, row->id);
  co_await decided<client::noun>(call, row->id, wish);
  co_return co_await client_now(call, row->id);
}

asio::awaitable<api::client_with_secret> rotate_client_secret(admin_call call) {
  constexpr std::size_t secret_octets = 32;
  const auto row = co_await named_client(call);
  const auto secret = crypto::random_token(secret_octets);
  const auto digest = co_await call.at->client_secret_digest(row->id, secret);
  const client::rotate_secret wish{bytes{digest.begin(), digest.end()}};
  co_await decided<client::noun>(call, row->id, wish);
  auto now = co_await client_now(call, row->id);
  co_return api::client_with_secret{std::move(now), secret};
}

/// Its tokens and flows need no ending of their own: whoever reads them looks at the client, which
/// never comes back.
asio::awaitable<api::client> delete_client(admin_call call) {
  const auto row = co_await named_client(call);
  refuse_to_itself(call, row->id);
  const client::delete_client wish{};
  co_await decided<client::noun>(call, row->id, wish);
  co_return co_await client_now(call, row->id);
}

}
