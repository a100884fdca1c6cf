// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/preparation.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

const preparer nobody{"app", "muniment", false, false, false};
const preparer owner{"app", "muniment", false, true, true};

TEST(preparation, that_is_whole_is_well_whoever_looks) {
  EXPECT_EQ(judge_preparation({.prepared = true}, nobody, false).judged, verdict::ok);
}

TEST(preparation, names_the_rights_it_would_take) {
  const auto refused = judge_preparation({}, nobody, false);
  EXPECT_EQ(refused.judged, verdict::failed);
  EXPECT_NE(refused.found.find("CREATEROLE and CREATE"), std::string::npos) << refused.found;
  auto half = owner;
  half.create_role = false;
  EXPECT_EQ(judge_preparation({}, half, false).found,
            "it is not prepared yet, and app may not do it: it lacks CREATEROLE");
  const auto able = judge_preparation({}, owner, false);
  EXPECT_EQ(able.judged, verdict::failed);
  EXPECT_NE(able.found.find("app may do it"), std::string::npos);
}

TEST(preparation, of_another_version_is_told_apart) {
  const auto older = judge_preparation({true, {"tables/nodes"}, {}}, owner, false);
  EXPECT_EQ(older.judged, verdict::failed);
  EXPECT_NE(older.found.find("tables/nodes"), std::string::npos);
  const auto newer = judge_preparation({true, {}, {"tables/moons"}}, owner, false);
  EXPECT_EQ(newer.judged, verdict::failed);
  EXPECT_NE(newer.mend.find("install that version"), std::string::npos);
  EXPECT_NE(judge_preparation({true, {"x"}, {}}, owner, true).mend.find("muniment up"),
            std::string::npos);
}

TEST(preparation, of_workspaces_that_are_behind_is_told) {
  const auto behind = judge_preparation({.prepared = true, .workspaces_behind = 2}, nobody, false);
  EXPECT_EQ(behind.judged, verdict::warning);
  EXPECT_EQ(behind.found, "2 workspaces lack a step of their schema");
}

TEST(preparation, belongs_to_one_base_domain_and_format) {
  EXPECT_EQ(test::worst_of(judge_installation({"example.com", 1}, "example.com", 1)), verdict::ok);
  const auto foreign = judge_installation({"other.com", 1}, "example.com", 1);
  EXPECT_EQ(foreign[0].judged, verdict::failed);
  EXPECT_EQ(foreign[1].judged, verdict::ok);
  EXPECT_EQ(judge_installation({"example.com", 2}, "example.com", 1)[1].judged, verdict::failed);
}

std::vector<login_role> roles() {
  return {{"muniment_control", true, true, false, false},
          {"muniment_hub", true, true, false, false},
          {"muniment_pool_0", true, true, false, false},
          {"muniment_pool_7", true, false, false, false}};
}

verdict with(void (*change)(std::vector<login_role>&)) {
  auto all = roles();
  change(all);
  return judge_rights(rights_of(all)).judged;
}

TEST(preparation, gives_each_login_what_it_needs_and_no_more) {
  EXPECT_EQ(judge_rights(rights_of(roles())).judged, verdict::ok);
  EXPECT_EQ(with([](auto& all) { all.erase(all.begin()); }), verdict::failed);
  EXPECT_EQ(with([](auto& all) { all[1].may_connect = false; }), verdict::failed);
  EXPECT_EQ(with([](auto& all) { all[2].may_connect = false; }), verdict::failed);
  EXPECT_EQ(with([](auto& all) { all[1].mighty = true; }), verdict::failed);
  EXPECT_EQ(with([](auto& all) { all[2].inherits = true; }), verdict::failed);
  EXPECT_EQ(
      with([](auto& all) { all.push_back({.name = std::string{everybody}, .may_connect = true}); }),
      verdict::failed);
}

TEST(preparation, holds_two_hundred_workspaces_a_pool_login) {
  EXPECT_EQ(judge_pools(5, 900).judged, verdict::ok);
  EXPECT_EQ(judge_pools(5, 901).judged, verdict::warning);
  EXPECT_EQ(judge_pools(5, 1000).judged, verdict::failed);
}

TEST(preparation, wrote_logins_that_log_in) {
  EXPECT_EQ(judge_logins({{"muniment_hub", {}}}, {}).judged, verdict::ok);
  const auto refused = judge_logins({{"muniment_hub", "password"}, {"muniment_pool_0", {}}}, {});
  EXPECT_EQ(refused.judged, verdict::failed);
  EXPECT_EQ(refused.found, "refused: muniment_hub (password)");
  EXPECT_EQ(judge_logins({}, {"muniment_pool_5"}).judged, verdict::failed);
}

}
}
