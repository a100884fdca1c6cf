// SPDX-License-Identifier: Apache-2.0
#include "ops/settings_sources.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

setting_errors errors_in(const setting_sources& sources) {
  setting_errors errors;
  candidates_of(sources, errors);
  return errors;
}

TEST(settings_sources, name_the_setting_that_was_probably_meant) {
  EXPECT_EQ(
      errors_in({.environment = {{"MUNIMENT_BASE_DOMIAN", "a"}}}),
      setting_errors{"MUNIMENT_BASE_DOMIAN is no setting; did you mean MUNIMENT_BASE_DOMAIN?"});
  EXPECT_EQ(
      errors_in({.environment = {{"MUNIMENT_PRIMARY_TENANT_ID", "a"}}}),
      setting_errors{
          "MUNIMENT_PRIMARY_TENANT_ID is no setting; did you mean MUNIMENT_PRIMARY_WORKSPACE?"});
  EXPECT_EQ(
      errors_in({.environment = {{"MUNIMENT_base_domain", "a"}}}),
      setting_errors{"MUNIMENT_base_domain is no setting; did you mean MUNIMENT_BASE_DOMAIN?"});
  EXPECT_EQ(errors_in({.command_line = {{"listen-prot", "1"}}}),
            setting_errors{"--listen-prot is no setting; did you mean --listen-port?"});
  EXPECT_EQ(errors_in({.file_name = "m.toml", .file_text = "\nlog-level = \"info\""}),
            setting_errors{"m.toml line 2: log-level is no setting; did you mean log_level?"});
}

TEST(settings_sources, guess_nothing_far_fetched) {
  EXPECT_EQ(errors_in({.environment = {{"MUNIMENT_ZZZZZZZZ", "a"}}}),
            setting_errors{"MUNIMENT_ZZZZZZZZ is no setting"});
  EXPECT_EQ(errors_in({.command_line = {{"", "1"}}}), setting_errors{"-- is no setting"});
}

TEST(settings_sources, leave_the_rest_of_the_environment_alone) {
  EXPECT_EQ(errors_in({.environment = {{"HOME", "/"}, {"BASE_DOMIAN", "a"}, {"MUNIMENTS", "b"}}}),
            setting_errors{});
}

TEST(settings_sources, say_where_the_file_is_wrong) {
  EXPECT_EQ(errors_in({.file_name = "m.toml", .file_text = "log_level = \"info\"\nlisten_port =\n"})
                .front()
                .substr(0, 13),
            "m.toml line 2");
  EXPECT_EQ(errors_in({.file_name = "m.toml", .file_text = "listen_port = \"1\""}),
            setting_errors{"m.toml line 1: listen_port is of another type than the setting"});
  EXPECT_EQ(errors_in({.file_name = "m.toml", .file_text = "[server]\nlisten_port = 1"}).size(),
            1u);
}

TEST(settings_sources, hold_the_default_of_every_setting_last) {
  setting_errors errors;
  const auto candidates = candidates_of({.environment = {{"BASE_DOMAIN", "a.test"}}}, errors);
  ASSERT_EQ(candidates.size(), settings_table().size() + 1);
  EXPECT_EQ(candidates.front().origin, "BASE_DOMAIN");
  EXPECT_EQ(candidates.back().rank, setting_rank::fallback);
}

}
}
