// SPDX-License-Identifier: Apache-2.0
#include "http/admin/user_shown.hpp"

#include "events/codec/json.hpp"
#include "events/user_id.hpp"

namespace muniment::http {
namespace {

/// A person as the API shows them.
struct user_shown {
  std::string id; ///< as it is written
  users::phase status = users::phase::active;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
  bool email_verified{};
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  instant registered_at;
};
BOOST_DESCRIBE_STRUCT(user_shown, (),
                      (id, status, user_name, email, email_verified, display_name, locale,
                       registered_at))

}

asio::awaitable<boost::json::value> shown_user(workspace& at, const users::row& row) {
  const auto person = co_await at.open_row(row);
  const user_shown all{
      written_user_id(row.id), row.phase,           person.user_name, person.email,
      row.email_verified,      person.display_name, row.locale,       row.registered_at};
  co_return to_json(all);
}

asio::awaitable<boost::json::value> shown_user(workspace& at, uuid id) {
  const auto row = co_await at.user(id);
  if (!row) not_found();
  co_return co_await shown_user(at, *row);
}

asio::awaitable<boost::json::value> user_name_of(workspace& at, uuid id) {
  const auto person = co_await at.opened(id);
  if (!person || !person->user_name) co_return nullptr;
  co_return boost::json::string{*person->user_name};
}

boost::json::object shown_as_entered(const uuid& id, const new_user& wanted) {
  const user_shown all{written_user_id(id),   users::phase::active, wanted.user_name, wanted.email,
                       wanted.email_verified, wanted.display_name,  wanted.locale,    {}};
  auto body = to_json(all).as_object();
  body.erase("registered_at");
  return body;
}

uuid named_user(const admin_call& call) {
  const auto id = read_user_id(call.named);
  if (!id) not_found();
  return *id;
}

asio::awaitable<boost::json::value> client_id_of(workspace& at, uuid id) {
  const auto row = co_await at.client(id);
  if (!row) co_return nullptr;
  co_return boost::json::string{row->client_id};
}

}
