// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/keys.hpp"

#include "tests/support/heard.hpp"
#include "tests/support/key_table.hpp"

namespace muniment::doctor {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;
using test::id_of_octet;

const uuid first = id_of_octet(1), second = id_of_octet(2);
const system_clock::time_point rolled = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};

storage::key_store_survey store(std::vector<std::uint32_t> eras,
                                std::map<uuid, std::uint32_t> dumps = {}) {
  return {std::move(eras), {}, std::move(dumps), {}};
}

keyed_workspace workspace(const uuid& id, std::optional<std::uint32_t> era,
                          system_clock::time_point born = rolled - hours{1}) {
  return {id, "w" + std::to_string(id.octets[0]), born, era};
}

verdict of(const findings& all, const std::string& check) {
  test::heard heard;
  heard.tell(all);
  return heard.verdict_of(check);
}

TEST(keys, lie_in_a_directory_of_their_owner_and_no_backup) {
  EXPECT_EQ(judge_key_store({"/keys", false, false}, true).judged, verdict::ok);
  EXPECT_EQ(judge_key_store({"/keys", true, false}, true).judged, verdict::failed);
  EXPECT_EQ(judge_key_store({"/data/keys", false, true}, true).judged, verdict::warning);
  const auto ups = judge_key_store({"/data/keys", false, true}, false);
  EXPECT_EQ(ups.judged, verdict::ok);
  EXPECT_NE(ups.found.find("out of every backup"), std::string::npos);
}

TEST(keys, need_an_era) {
  EXPECT_EQ(of(judge_eras(store({3})), "era key"), verdict::ok);
  EXPECT_EQ(of(judge_eras(store({})), "era key"), verdict::failed);
}

TEST(keys, under_roll_are_told_of) {
  EXPECT_EQ(of(judge_eras(store({3})), "roll"), verdict::ok);
  EXPECT_EQ(of(judge_eras(store({4, 3})), "roll"), verdict::warning);
  EXPECT_EQ(of(judge_eras(store({5, 3})), "roll"), verdict::failed);
  EXPECT_EQ(of(judge_eras(store({5, 4, 3})), "roll"), verdict::failed);
  auto interrupted = store({4});
  interrupted.blank = {3};
  EXPECT_EQ(of(judge_eras(interrupted), "roll"), verdict::warning);
}

TEST(keys, of_every_workspace_lie_under_an_era_of_the_store) {
  EXPECT_EQ(
      judge_workspaces({workspace(first, 3), workspace(second, std::nullopt)}, store({3})).judged,
      verdict::ok);
  const auto foreign = judge_workspaces({workspace(first, 2), workspace(second, 3)}, store({3}));
  EXPECT_EQ(foreign.judged, verdict::failed);
  EXPECT_NE(foreign.found.find("of w1 lies"), std::string::npos) << foreign.found;
}

TEST(keys, are_dumped_at_each_roll) {
  const std::vector<keyed_workspace> both{workspace(first, 3), workspace(second, 3)};
  EXPECT_EQ(judge_dumps(both, store({1}), rolled).judged, verdict::ok) << "no roll yet";
  EXPECT_EQ(judge_dumps(both, store({3}, {{first, 3}, {second, 3}}), rolled).judged, verdict::ok);
  EXPECT_EQ(judge_dumps(both, store({3}, {{first, 3}}), rolled).judged, verdict::failed);
  EXPECT_EQ(judge_dumps({workspace(first, 3, rolled + hours{1})}, store({3}), rolled).judged,
            verdict::ok)
      << "born after the roll";
}

TEST(keys, dumped_must_be_readable) {
  EXPECT_EQ(judge_dumps({}, store({3}, {{first, 2}}), rolled).judged, verdict::failed);
  EXPECT_EQ(judge_dumps({}, store({3, 2}, {{first, 2}}), rolled).judged, verdict::ok)
      << "a roll is under way";
  auto damaged = store({3});
  damaged.damaged = {"dump-x.keys"};
  EXPECT_EQ(judge_dumps({}, damaged, rolled).judged, verdict::failed);
}

}
}
