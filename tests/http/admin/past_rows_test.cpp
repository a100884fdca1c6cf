// SPDX-License-Identifier: Apache-2.0
#include "http/admin/past_rows.hpp"

#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using keys = std::vector<uuid>;

users::row user(std::uint8_t number, std::uint64_t position,
                users::phase phase = users::phase::active) {
  users::row row;
  row.id.octets[15] = number;
  row.position = position;
  row.phase = phase;
  row.user_name = sealed<std::string>{{number}};
  row.locale = "en";
  return row;
}

TEST(rows_as_of, are_the_live_ones_where_nothing_changed_since) {
  const std::vector<users::row> live{user(1, 3), user(2, 5)};
  const auto rows = rows_as_of(live, 5, [](const keys&) -> std::map<uuid, users::row> {
    ADD_FAILURE() << "nothing is to be folded";
    return {};
  });
  EXPECT_EQ(rows, live);
}

TEST(rows_as_of, fold_what_changed_and_leave_out_what_was_not_there_yet) {
  keys folded;
  const auto rows =
      rows_as_of(std::vector{user(1, 3), user(2, 9, users::phase::disabled), user(3, 8)}, 5,
                 [&](keys changed) {
                   folded = std::move(changed);
                   return std::map<uuid, users::row>{{user(2, 0).id, user(2, 4)}};
                 });
  EXPECT_EQ(folded, (keys{user(2, 0).id, user(3, 0).id}));
  EXPECT_EQ(rows, (std::vector{user(1, 3), user(2, 4)}));
}

TEST(rows_as_of, show_nothing_personal_of_who_was_erased_since) {
  auto known = user(1, 4);
  known.email = known.display_name = sealed<std::string>{{7}};
  known.email_verified = true;
  const auto rows = rows_as_of(std::vector{user(1, 9, users::phase::erased)}, 5, [&](const keys&) {
    return std::map<uuid, users::row>{{known.id, known}};
  });
  ASSERT_EQ(rows.size(), 1U);
  users::row left;
  left.id = known.id;
  left.position = 4;
  EXPECT_EQ(rows.front(), left) << "that there was one, and could sign in then";
}

}
}
