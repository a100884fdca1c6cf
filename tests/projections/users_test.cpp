// SPDX-License-Identifier: Apache-2.0
#include "projections/users.hpp"

#include "events/codec/json.hpp"
#include "tests/support/folding.hpp"

#include <boost/json/serialize.hpp>

namespace muniment::users {
namespace {

using test::folded;
using test::moment;

sealed<std::string> box(std::uint8_t n) { return {bytes(3, n)}; }

const user::registered<stored> ada{box(1), {{9}},  box(2), sealed<bytes>{{9}},
                                   true,   box(3), "en",   {}};

row ada_row(std::uint64_t position) {
  return {test::the_stream, phase::active, box(1), box(2), true, box(3), "en", moment(1), position};
}

TEST(users, begins_active) { EXPECT_EQ(folded<model>({ada}), ada_row(1)); }

TEST(users, knows_who_gave_little) {
  const user::registered<stored> bob{box(1), {{9}}, {}, {}, false, {}, {}, {}};
  EXPECT_EQ(folded<model>({bob}),
            (row{test::the_stream, phase::active, box(1), {}, false, {}, {}, moment(1), 1}));
}

TEST(users, a_profile_replaces_the_one_before_whole) {
  auto expected = ada_row(2);
  expected.display_name = box(4);
  expected.locale.reset();
  EXPECT_EQ(folded<model>({ada, user::profile_changed<stored>{box(4), {}}}), expected);
}

TEST(users, follows_being_disabled_and_enabled) {
  auto expected = ada_row(2);
  expected.phase = phase::disabled;
  EXPECT_EQ(folded<model>({ada, user::disabled{}}), expected);
  EXPECT_EQ(folded<model>({ada, user::disabled{}, user::enabled{}}), ada_row(3));
}

TEST(users, nothing_of_an_erased_person_is_left) {
  row expected;
  expected.id = test::the_stream;
  expected.phase = phase::erased;
  expected.registered_at = moment(1);
  expected.position = 3;
  const auto left =
      folded<model>({ada, user::profile_changed<stored>{box(4), "fr"}, user::erased{6}});
  EXPECT_EQ(left, expected);
  EXPECT_EQ(boost::json::serialize(to_json(*left)).find("sealed"), std::string::npos);
}

TEST(users, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({user::disabled{}}));
  EXPECT_FALSE(folded<model>({user::enabled{}}));
  EXPECT_FALSE(folded<model>({user::erased{1}}));
  EXPECT_FALSE(folded<model>({user::profile_changed<stored>{}}));
}

}
}
