// SPDX-License-Identifier: Apache-2.0
#include "http/admin/user_shown.hpp"

#include "events/user_id.hpp"

namespace muniment::http {
asio::awaitable<api::user> shown_user(workspace& at, const users::row& row) {
  const auto person = co_await at.open_row(row);
  co_return api::user{
      written_user_id(row.id), row.phase,           person.user_name, person.email,
      row.email_verified,      person.display_name, row.locale,       row.registered_at};
}

asio::awaitable<api::user> shown_user(workspace& at, uuid id) {
  const auto row = co_await at.user(id);
  if (!row) not_found();
  co_return co_await shown_user(at, *row);
}

asio::awaitable<std::optional<std::string>> user_name_of(workspace& at, uuid id) {
  auto person = co_await at.opened(id);
  if (!person) co_return std::nullopt;
  co_return std::move(person->user_name);
}

api::user shown_as_entered(const uuid& id, const new_user& wanted) {
  return {written_user_id(id),   users::phase::active, wanted.user_name, wanted.email,
          wanted.email_verified, wanted.display_name,  wanted.locale,    {}};
}

uuid named_user(const admin_call& call) {
  const auto id = read_user_id(call.named);
  if (!id) not_found();
  return *id;
}

asio::awaitable<std::optional<std::string>> client_id_of(workspace& at, uuid id) {
  const auto row = co_await at.client(id);
  if (!row) co_return std::nullopt;
  co_return row->client_id;
}

}
