// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/key_copies.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

finding judged(void (*change)(key_copy&)) {
  key_copy copy{"/mnt/copy", {}};
  change(copy);
  const auto all = judge_copies({copy}, "/keys");
  EXPECT_EQ(all.size(), 1U);
  return all.front();
}

TEST(key_copies, must_be_named_at_all) {
  const auto none = judge_copies({}, "/keys").front();
  EXPECT_EQ(none.judged, verdict::warning);
  EXPECT_NE(none.found.find("losing every copy of the era key loses all personal data"),
            std::string::npos);
  EXPECT_NE(none.mend.find("never let a backup that keeps older states take it"),
            std::string::npos);
}

TEST(key_copies, hold_the_same_bytes) {
  EXPECT_EQ(judged([](auto&) {}).judged, verdict::ok);
  EXPECT_EQ(judged([](auto& copy) { copy.missing = {"era-2.key"}; }).judged, verdict::failed);
  EXPECT_EQ(judged([](auto& copy) { copy.different = {"era-2.key"}; }).judged, verdict::failed);
  EXPECT_EQ(judged([](auto& copy) { copy.failure = "No such file"; }).judged, verdict::failed);
  EXPECT_EQ(judged([](auto& copy) { copy.left_over = {"dump-1.keys"}; }).judged, verdict::warning);
}

TEST(key_copies, that_outlive_a_destroyed_era_undo_erasures) {
  const auto kept = judged([](auto& copy) { copy.destroyed = {"era-1.key"}; });
  EXPECT_EQ(kept.judged, verdict::failed);
  EXPECT_NE(kept.found.find("the erased can be read again"), std::string::npos);
}

TEST(key_copies, lie_elsewhere_and_apart_from_the_master_key) {
  EXPECT_EQ(judged([](auto& copy) { copy.same_place = true; }).judged, verdict::failed);
  EXPECT_EQ(judged([](auto& copy) { copy.in_data_directory = copy.same_disk = true; }).judged,
            verdict::failed);
  EXPECT_EQ(judged([](auto& copy) { copy.same_disk = true; }).judged, verdict::warning);
  EXPECT_EQ(judged([](auto& copy) { copy.with_master_key = true; }).judged, verdict::warning);
  EXPECT_EQ(judged([](auto& copy) { copy.open_to_others = true; }).judged, verdict::failed);
}

TEST(key_copies, are_each_judged) {
  const auto all = judge_copies({{"/a", {}}, {"/b", "gone"}}, "/keys");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].judged, verdict::ok);
  EXPECT_EQ(all[1].judged, verdict::failed);
}

}
}
