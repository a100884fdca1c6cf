// SPDX-License-Identifier: Apache-2.0
#include "actors/consent.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endings.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/user_shown.hpp"
#include "http/oidc/pending.hpp"

#include "events/user_id.hpp"

namespace muniment::http {
namespace {

asio::awaitable<boost::json::object> shown(workspace& at, const consents::row& row) {
  const auto name = co_await user_name_of(at, row.user);
  const auto client = co_await client_id_of(at, row.client);
  boost::json::object item;
  item["id"] = to_string(row.id);
  item["user"] = written_user_id(row.user);
  item["user_name"] = name;
  item["client_id"] = client;
  item["scopes"] = to_json(row.scopes);
  item["given_at"] = to_string(row.given_at);
  item["withdrawn_at"] = to_json(row.withdrawn_at);
  co_return item;
}

struct consent_wish {
  std::optional<uuid> user;
  std::optional<uuid> client;
};

auto kept(const consent_wish& wish) {
  return [wish](const consents::row& row) {
    return (!wish.user || row.user == *wish.user) && (!wish.client || row.client == *wish.client);
  };
}

/// The stream of a client by its `client_id`; the nil one, which nobody has, when there is none.
asio::awaitable<std::optional<uuid>> named_client(workspace& at,
                                                  std::optional<std::string> client_id) {
  if (!client_id) co_return std::nullopt;
  const auto client = co_await oidc::find_client(at, std::move(*client_id));
  co_return client ? client->id : uuid{};
}

}

asio::awaitable<response> list_consents(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  const auto user = query.id("user");
  auto client_id = query.text("client_id");
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, consents::model::name);
  const auto client = co_await named_client(*call.at, std::move(client_id));
  std::vector<narrowing> by{{"user", user}, {"client", client}};
  auto keep = kept({user, client});
  const auto found =
      co_await sift_rows_at<consents::model>(call, std::move(by), keep, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row);
    items.push_back(std::move(item));
  }
  auto body = page_of(std::move(items), next_of(found));
  tell_past(body, at);
  co_return json_of(200, body);
}

/// With it ends what the client was given under it.
asio::awaitable<response> revoke_consent(admin_call call) {
  const auto id = uuid::parse(call.named);
  if (!id) not_found();
  const auto row = co_await call.at->consent(*id);
  if (!row) not_found();
  const consent::withdraw wish{};
  co_await decided<consent::noun>(call, row->id, wish);
  const auto done = co_await end_grants_of(call, row->user, row->client);
  const auto withdrawn = co_await call.at->consent(row->id);
  auto body = co_await shown(*call.at, *withdrawn);
  body["grants_ended"] = done.grants;
  body["complete"] = done.all;
  co_return json_of(200, body);
}

}
