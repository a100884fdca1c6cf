// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/outcomes.hpp"

#include "tests/support/append_requests.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using test::numbered;

const crypto::sealing_key key{bytes(32, 1)};
const idempotency_key asked{{1, 2}, {3}};
const command_reply answered{command_verdict::refused, 0, "name_taken"};

TEST(outcomes, are_opened_as_they_were_sealed) {
  const auto box = seal_outcome(key, numbered(1), asked, answered);
  EXPECT_EQ(open_outcome(key, numbered(1), asked, box), answered);
}

TEST(outcomes, belong_to_one_journal_one_command_and_one_key) {
  const auto box = seal_outcome(key, numbered(1), asked, answered);
  EXPECT_FALSE(open_outcome(key, numbered(2), asked, box));
  EXPECT_FALSE(open_outcome(key, numbered(1), {{1, 9}, {3}}, box));
  EXPECT_FALSE(open_outcome(key, numbered(1), {{1, 2}, {9}}, box));
  EXPECT_FALSE(open_outcome(key, numbered(1), {{1}, {2, 3}}, box)) << "where one part ends";
  EXPECT_FALSE(open_outcome(crypto::sealing_key{bytes(32, 2)}, numbered(1), asked, box));
  EXPECT_FALSE(open_outcome(key, numbered(1), asked, {}));
}

TEST(outcomes, fit_their_column) {
  const command_reply longest{command_verdict::refused, ~std::uint64_t{0}, std::string(200, 'x')};
  EXPECT_LE(seal_outcome(key, numbered(1), asked, longest).size(), storage::limits::outcome_bytes);
}

}
}
