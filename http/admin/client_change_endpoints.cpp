// SPDX-License-Identifier: Apache-2.0
// What an operator does to a relying party that is there.
#include "actors/client.hpp"
#include "crypto/random.hpp"
#include "http/admin/client_shown.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/redirects.hpp"
#include "http/admin/sent_json.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace muniment::http {
namespace {

std::optional<client::client_authentication> read_method(const std::optional<std::string>& name) {
  if (!name) return {};
  client::client_authentication method{};
  if (!boost::describe::enum_from_string(name->c_str(), method))
    refuse_value("authentication",
                 "It is none of none, client_secret_basic and client_secret_post.");
  return method;
}

client::change read_change(const request& asked) {
  sent_json body{asked};
  client::change wish;
  wish.name = body.text_if_any("name");
  wish.authentication = read_method(body.text_if_any("authentication"));
  wish.redirect_uris = body.texts_if_any("redirect_uris");
  wish.post_logout_redirect_uris = body.texts_if_any("post_logout_redirect_uris");
  wish.origins = body.texts_if_any("origins");
  wish.grant_types = body.texts_if_any("grant_types");
  wish.scopes = body.texts_if_any("scopes");
  wish.id_token_algorithm = wish.access_token_algorithm = body.text_if_any("algorithm");
  wish.third_party = body.flag_if_any("third_party");
  body.finish();
  return wish;
}

asio::awaitable<boost::json::object> shown_now(admin_call call, uuid id) {
  const auto row = co_await call.at->client(id);
  if (!row) throw workspace_unavailable{"the client is not to be read yet"};
  co_return shown_client(*row);
}

}

asio::awaitable<response> change_client(admin_call call) {
  const auto wish = read_change(*call.asked);
  const auto row = co_await named_client(call);
  if (wish.redirect_uris) check_redirects("redirect_uris", *wish.redirect_uris, row->kind);
  if (wish.post_logout_redirect_uris)
    check_redirects("post_logout_redirect_uris", *wish.post_logout_redirect_uris, row->kind);
  co_await decided<client::noun>(call, row->id, wish);
  const auto body = co_await shown_now(call, row->id);
  co_return json_of(200, body);
}

asio::awaitable<response> rotate_client_secret(admin_call call) {
  constexpr std::size_t secret_octets = 32;
  const auto row = co_await named_client(call);
  const auto secret = crypto::random_token(secret_octets);
  const auto digest = co_await call.at->client_secret_digest(row->id, secret);
  const client::rotate_secret wish{bytes{digest.begin(), digest.end()}};
  co_await decided<client::noun>(call, row->id, wish);
  auto body = co_await shown_now(call, row->id);
  body["client_secret"] = secret;
  co_return json_of(200, body);
}

/// Its tokens and flows need no ending of their own: whoever reads them looks at the client, which
/// never comes back.
asio::awaitable<response> delete_client(admin_call call) {
  const auto row = co_await named_client(call);
  const client::delete_client wish{};
  co_await decided<client::noun>(call, row->id, wish);
  const auto body = co_await shown_now(call, row->id);
  co_return json_of(200, body);
}

}
