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

asio::awaitable<api::consent> shown(workspace& at, const consents::row& row) {
  auto name = co_await user_name_of(at, row.user);
  auto client = co_await client_id_of(at, row.client);
  co_return api::consent{
      row.id,       written_user_id(row.user), std::move(name), std::move(client), row.scopes,
      row.given_at, row.withdrawn_at};
}

auto kept(std::optional<uuid> user, std::optional<uuid> client) {
  return [user, client](const consents::row& row) {
    return (!user || row.user == *user) && (!client || row.client == *client);
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

asio::awaitable<api::then<api::page<api::consent>>> list_consents(admin_call call,
                                                                  query::consents asked) {
  const auto at = co_await past_asked(call, asked.as_of, consents::model::name);
  const auto client = co_await named_client(*call.at, std::move(asked.client_id));
  std::vector<narrowing> by{{"user", asked.user}, {"client", client}};
  auto keep = kept(asked.user, client);
  const auto found = co_await sift_rows_at<consents::model>(call, std::move(by), keep, asked.after,
                                                            asked.limit.rows, at);
  api::then<api::page<api::consent>> page{{{}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row);
    page.items.push_back(std::move(item));
  }
  co_return page;
}

/// With it ends what the client was given under it.
asio::awaitable<api::withdrawn_consent> revoke_consent(admin_call call) {
  const auto id = uuid::parse(call.named);
  if (!id) not_found();
  const auto row = co_await call.at->consent(*id);
  if (!row) not_found();
  const consent::withdraw wish{};
  co_await decided<consent::noun>(call, row->id, wish);
  const auto done = co_await end_grants_of(call, row->user, row->client);
  const auto withdrawn = co_await call.at->consent(row->id);
  auto consent = co_await shown(*call.at, *withdrawn);
  co_return api::withdrawn_consent{std::move(consent), done.grants, done.all};
}

}
