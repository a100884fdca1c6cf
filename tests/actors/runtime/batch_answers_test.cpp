// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/batch_answers.hpp"

#include "tests/support/append_requests.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using test::disabling;
using test::noon;

const claim ada{claim_kind::user_name, {1}};

append_request taking(std::vector<claim> taken, std::vector<claim> released = {},
                      std::uint8_t stream = 1) {
  auto request = disabling(stream);
  request.taken = std::move(taken);
  request.released = std::move(released);
  return request;
}

append_request keyed(bytes digest, bytes fingerprint) {
  auto request = disabling(1);
  request.idempotency = {std::move(digest), std::move(fingerprint), {}, noon};
  return request;
}

lookup_reply holding_ada() {
  lookup_reply found;
  found.claims_held.push_back({static_cast<std::int16_t>(ada.kind), ada.digest, test::numbered(1)});
  return found;
}

std::optional<append_reply> answer(batch_answers& by, append_request request) {
  auto asked = test::shared(std::move(request));
  return by.answer(asked);
}

std::optional<append_reply> answer(const lookup_reply& found, append_request request) {
  batch_answers answers{found};
  return answer(answers, std::move(request));
}

TEST(batch_answers, a_free_claim_is_appended_and_then_taken) {
  const lookup_reply found;
  batch_answers answers{found};
  EXPECT_FALSE(answer(answers, taking({ada})));
  EXPECT_EQ(answer(answers, taking({ada}))->why, refusal_code::name_taken);
}

TEST(batch_answers, a_held_claim_is_refused) {
  const auto found = holding_ada();
  EXPECT_EQ(answer(found, taking({ada}))->why, refusal_code::name_taken);
}

TEST(batch_answers, the_same_digest_of_another_kind_is_another_claim) {
  const auto found = holding_ada();
  EXPECT_FALSE(answer(found, taking({{claim_kind::email, {1}}})));
}

TEST(batch_answers, what_an_earlier_request_releases_a_later_one_may_take) {
  const auto found = holding_ada();
  batch_answers answers{found};
  EXPECT_FALSE(answer(answers, taking({}, {ada})));
  EXPECT_FALSE(answer(answers, taking({ada})));
}

TEST(batch_answers, one_request_may_release_and_take_the_same) {
  const auto found = holding_ada();
  EXPECT_FALSE(answer(found, taking({ada}, {ada})));
}

/// The claims that are left to release, and whether a third stream may then take what was released.
TEST(batch_answers, nobody_releases_what_another_stream_holds) {
  const auto found = holding_ada();
  batch_answers answers{found};
  const claim bob{claim_kind::email, {2}};
  auto other = test::shared(taking({}, {ada, bob}, 2));
  EXPECT_FALSE(answers.answer(other)) << "the event itself is lawful";
  EXPECT_TRUE(other->released.empty());
  EXPECT_EQ(answer(answers, taking({ada}, {}, 3))->why, refusal_code::name_taken);
  EXPECT_EQ(answer(answers, taking({ada}, {ada}, 3))->why, refusal_code::name_taken);
  auto own = test::shared(taking({}, {ada}));
  EXPECT_FALSE(answers.answer(own));
  EXPECT_EQ(own->released, std::vector{ada});
  EXPECT_FALSE(answer(answers, taking({ada}, {}, 3)));
  auto late = test::shared(taking({}, {ada}));
  EXPECT_FALSE(answers.answer(late));
  EXPECT_TRUE(late->released.empty()) << "it is the third one's now";
}

TEST(batch_answers, a_known_command_is_answered_with_its_outcome) {
  lookup_reply found;
  found.commands_known.push_back({{1}, {2}, 7, {9}, noon});
  const auto told = answer(found, keyed({1}, {2}));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->verdict, append_verdict::known);
  EXPECT_EQ(told->position, 7U);
  EXPECT_EQ(told->outcome, bytes{9});
}

TEST(batch_answers, a_known_key_with_another_fingerprint_is_a_mismatch) {
  lookup_reply found;
  found.commands_known.push_back({{1}, {2}, 7, {9}, noon});
  EXPECT_EQ(answer(found, keyed({1}, {3}))->why, refusal_code::idempotency_mismatch);
}

TEST(batch_answers, the_same_key_twice_in_a_batch_is_in_flight) {
  const lookup_reply found;
  batch_answers answers{found};
  EXPECT_FALSE(answer(answers, keyed({1}, {2})));
  EXPECT_EQ(answer(answers, keyed({1}, {2}))->why, refusal_code::in_flight);
}

TEST(batch_answers, a_unique_violation_is_a_taken_name_only_where_a_claim_was_made) {
  const storage::part_result unique{storage::part_verdict::failed, "23505"};
  EXPECT_EQ(refusal_of(unique, taking({ada})), refusal_code::name_taken);
  EXPECT_EQ(refusal_of(unique, taking({})), refusal_code::unavailable);
  EXPECT_EQ(refusal_of({storage::part_verdict::malformed}, taking({})),
            refusal_code::invalid_value);
}

}
}
