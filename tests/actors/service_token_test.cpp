// SPDX-License-Identifier: Apache-2.0
#include "actors/service_token.hpp"

#include "tests/support/given.hpp"

namespace muniment::service_token {
namespace {

using test::given;
using enum refusal_code;
using std::chrono::minutes;

const instant noon = from_microseconds(1'772'546'400'000'000);
const principal shop{actor_kind::client, uuid::random({1})};
const issue wish{shop, "key-1", "urn:muniment:project:1", {"orders"}, noon + minutes{10}, noon};
const issued given_out{shop, "key-1", "urn:muniment:project:1", {"orders"}, noon + minutes{10}};
const ended over{token_end::expired};
const std::vector<event<opened>> none;

TEST(service_token, every_command_before_the_first) {
  given<noun>().when(wish).then({given_out});
  given<noun>().when(end{token_end::revoked}).then(not_found);
  given<noun>().when(expire{noon}).then(not_found);
}

TEST(service_token, every_command_while_it_is_valid) {
  given<noun>({given_out}).when(wish).then(already_exists);
  given<noun>({given_out}).when(end{token_end::revoked}).then({ended{token_end::revoked}});
  given<noun>({given_out}).when(expire{noon + minutes{9}}).then(invalid_state);
  given<noun>({given_out}).when(expire{noon + minutes{10}}).then({over});
}

TEST(service_token, every_command_once_it_has_ended) {
  given<noun>({given_out, over}).when(wish).then(already_exists);
  given<noun>({given_out, over}).when(end{token_end::revoked}).then(none);
  given<noun>({given_out, over}).when(expire{noon}).then(none);
}

TEST(service_token, is_an_operators_too) {
  auto theirs = wish;
  theirs.holder.kind = actor_kind::deployment_operator;
  auto left = given_out;
  left.holder = theirs.holder;
  given<noun>().when(theirs).then({left});
}

TEST(service_token, has_a_machine_for_a_holder) {
  for (const auto kind : {actor_kind::user, actor_kind::system, actor_kind::policy}) {
    auto foreign = wish;
    foreign.holder.kind = kind;
    given<noun>().when(foreign).then(invalid_value);
  }
  auto nobody = wish;
  nobody.holder.id = {};
  given<noun>().when(nobody).then(invalid_value);
}

TEST(service_token, has_no_more_scopes_than_its_event_may_hold) {
  auto many = wish;
  many.scopes.clear();
  for (std::size_t n = 0; n < 32; ++n)
    many.scopes.push_back(std::to_string(100 + n) + std::string(125, 'a'));
  auto left = given_out;
  left.scopes = many.scopes;
  given<noun>().when(many).then({left});
  many.scopes.emplace_back("a");
  given<noun>().when(many).then(invalid_value);
}

TEST(service_token, lives_after_now_and_not_for_ever) {
  auto stale = wish;
  stale.expires_at = noon;
  given<noun>().when(stale).then(invalid_value);
  auto longest = wish;
  longest.expires_at = noon + longest_lifetime;
  auto left = given_out;
  left.expires_at = longest.expires_at;
  given<noun>().when(longest).then({left});
  longest.expires_at += std::chrono::microseconds{1};
  given<noun>().when(longest).then(invalid_value);
}

TEST(service_token, expiry_is_not_wished_by_hand) {
  given<noun>({given_out}).when(end{token_end::expired}).then(invalid_value);
}

}
}
