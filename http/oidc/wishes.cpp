// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/wishes.hpp"

#include "http/server/ids.hpp"

namespace muniment::oidc {
namespace {

instant deadline_of(const call& at) {
  const auto left = at.asked->deadline - std::chrono::steady_clock::now();
  return at.door.now() + std::chrono::duration_cast<std::chrono::microseconds>(left);
}

}

acting_party nobody() { return {actor_kind::user, {}, "none", {}}; }

acting_party acting_user(const uuid& user, std::string authentication) {
  return {actor_kind::user, user, std::move(authentication), {}};
}

acting_party acting_client(const clients::row& client) {
  const auto* method = boost::describe::enum_to_string(client.authentication, "");
  return {actor_kind::client, client.id, method, {}};
}

command_envelope envelope_for(const call& at, acting_party actor, std::string category,
                              const uuid& stream, bytes wish) {
  command_envelope sent;
  sent.workspace = at.door.identity().id;
  sent.deadline = deadline_of(at);
  sent.command = http::random_id();
  sent.actor = std::move(actor);
  sent.correlation = at.asked->trace;
  sent.access = plain{access_of(*at.asked)};
  sent.category = std::move(category);
  sent.stream = stream;
  sent.wish = std::move(wish);
  return sent;
}

asio::awaitable<void> record(call at, refused what) {
  const auto now = at.door.now();
  auto subject = refusal_subject(what.kind, what.party, now);
  std::string purpose = "refusal";
  const auto digest = co_await at.door.lookup_digest(std::move(purpose), std::move(subject));
  refusal::command wish = refusal::record{std::string(entry_of(what.code).name), what.client, 1};
  const auto stream = refusal_stream(digest, now);
  static_cast<void>(co_await decide<refusal::noun>(at, nobody(), stream, wish));
}

}
