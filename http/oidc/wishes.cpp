// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/wishes.hpp"

#include "crypto/random.hpp"

#include <algorithm>
#include <array>

namespace muniment::oidc {
namespace {

std::array<std::uint8_t, 16> entropy() {
  std::array<std::uint8_t, 16> octets{};
  crypto::random_fill(octets);
  return octets;
}

instant deadline_of(const call& at) {
  const auto left = at.asked->deadline - std::chrono::steady_clock::now();
  return at.door.now() + std::chrono::duration_cast<std::chrono::microseconds>(left);
}

/// As long as a header may be, so that the event stays small.
std::string agent_of(const http::request& asked) {
  return std::string(asked.field("User-Agent").value_or("").substr(0, 256));
}

/// No answer of a rule, but of a moment.
bool is_passing(std::string_view why) {
  using enum refusal_code;
  constexpr std::array passing{overloaded, unavailable, deadline_passed, in_flight};
  const auto* entry = find_refusal(why);
  return !entry || std::ranges::find(passing, entry->code) != passing.end();
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
  sent.command = random_id();
  sent.actor = std::move(actor);
  sent.correlation = at.asked->trace;
  sent.access = plain<access_metadata>({at.asked->address, agent_of(*at.asked)});
  sent.category = std::move(category);
  sent.stream = stream;
  sent.wish = std::move(wish);
  return sent;
}

asio::awaitable<command_reply> settle(call at, command_envelope wish) {
  auto reply = co_await at.door.decide(std::move(wish));
  if (reply.verdict == command_verdict::unknown) throw http::workspace_unavailable{};
  if (reply.verdict == command_verdict::refused && is_passing(reply.why))
    throw http::workspace_unavailable{};
  co_return reply;
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

uuid traffic_id(instant now) {
  const auto since = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch();
  return uuid::time_ordered(static_cast<std::uint64_t>(since.count()), entropy());
}

uuid random_id() { return uuid::random(entropy()); }

}
