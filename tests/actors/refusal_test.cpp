// SPDX-License-Identifier: Apache-2.0
#include "actors/refusal.hpp"

#include "tests/support/given.hpp"

namespace muniment::refusal {
namespace {

using test::given;
using enum refusal_code;

const uuid shop = uuid::random({1});
const record wish{"locked", shop, 3};
const recorded noted{"locked", shop, 3};
const std::vector<event<opened>> none;

TEST(refusal, every_command_before_the_first) {
  given<noun>().when(wish).then({noted});
  given<noun>().when(close{}).then(not_found);
}

TEST(refusal, every_command_during_the_day) {
  given<noun>({noted}).when(record{"erased", {}, 1}).then({recorded{"erased", {}, 1}});
  given<noun>({noted}).when(close{}).then({closed{3}}).when(close{}).then(none);
}

TEST(refusal, every_command_once_the_day_is_over) {
  given<noun>({noted, closed{3}}).when(wish).then(invalid_state);
  given<noun>({noted, closed{3}}).when(close{}).then(none);
}

TEST(refusal, two_of_a_kind_are_two) {
  given<noun>().when(wish).then({noted}).when(wish).then({noted}).when(close{}).then({closed{6}});
}

TEST(refusal, are_recorded_only_so_often_in_a_day) {
  const recorded nearly{"locked", {}, most_recorded - 1};
  given<noun>({nearly}).when(wish).then({noted});
  given<noun>({nearly, noted}).when(wish).then(none);
  given<noun>({nearly, noted}).when(close{}).then({closed{most_recorded + 2}});
}

TEST(refusal, has_a_code_of_the_register_and_a_count) {
  given<noun>().when(record{"hunter2", {}, 1}).then(invalid_value);
  given<noun>().when(record{"locked", {}, 0}).then(invalid_value);
}

}
}
