// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/host/wish.hpp"

#include "crypto/digest.hpp"
#include "events/catalogue.hpp"

#include <sstream>

namespace muniment::test {

namespace {

bytes digest_of(bytes_view data) {
  const auto digest = crypto::sha256(data);
  return {digest.begin(), digest.end()};
}

template <class Event>
draft_event draft(const Event& fact) {
  return {std::string{Event::type}, Event::version, pack_event(fact), event_outcome::succeeded, {}};
}

}

std::string to_line(const wish& wish) {
  std::ostringstream line;
  line << "append " << wish.attempt << (wish.fact ? " fact " : " traffic ")
       << to_string(wish.command) << ' ' << to_string(wish.stream) << ' ' << wish.nonce;
  return line.str();
}

std::optional<wish> wish_from(const std::string& line) {
  std::istringstream words{line};
  std::string verb, table, command, stream;
  wish wish;
  words >> verb >> wish.attempt >> table >> command >> stream >> wish.nonce;
  const auto command_id = uuid::parse(command), stream_id = uuid::parse(stream);
  if (!words || verb != "append" || !command_id || !stream_id) return std::nullopt;
  wish.fact = table == "fact";
  wish.command = *command_id;
  wish.stream = *stream_id;
  return wish;
}

append_request request_of(const wish& wish, instant now, bool dedup) {
  using std::chrono::hours;
  append_request request;
  const auto nonce = std::to_string(wish.nonce);
  request.category = wish.fact ? workspace::category : session::category;
  request.stream = wish.stream;
  request.events = {wish.fact ? draft(workspace::slug_changed{"slug-" + nonce, "https://" + nonce})
                              : draft(session::ended{session::session_end::logout})};
  request.actor.kind = actor_kind::service_account;
  request.actor.id = wish.command;
  request.command = wish.command;
  request.deadline = now + hours{1};
  if (dedup)
    request.idempotency = {digest_of(wish.command.view()), digest_of(as_bytes(nonce)), bytes{1},
                           now + hours{24}};
  return request;
}

}
