// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/configuration.hpp"

#include "tests/support/heard.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

ops::setting_sources written(const std::string& text) {
  ops::setting_sources sources;
  sources.file_text = text;
  return sources;
}

TEST(configuration, that_holds_is_one_finding) {
  const auto found = judge_settings(ops::load_settings({}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].judged, verdict::ok);
}

TEST(configuration, lists_every_error) {
  auto sources = written("listen_port = 0\nlog_level = \"loud\"\n");
  sources.environment = {{"MUNIMENT_LISTEN_PROT", "1"}};
  const auto found = judge_settings(ops::load_settings(sources));
  ASSERT_EQ(found.size(), 3U);
  for (const auto& each : found)
    EXPECT_EQ(each.judged, verdict::failed);
  EXPECT_NE(found[0].found.find("did you mean MUNIMENT_LISTEN_PORT?"), std::string::npos)
      << found[0].found;
}

TEST(configuration, lists_every_warning_under_the_name_of_its_setting) {
  const auto found = judge_settings(
      ops::load_settings(written("access_tokens_max_age = 2592000\ntls_minimum = \"1.2\"\n")));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].check, "access_tokens_max_age");
  EXPECT_EQ(found[0].judged, verdict::warning);
  EXPECT_NE(found[0].found.find("600 is advised"), std::string::npos);
  EXPECT_EQ(found[1].check, "tls_minimum");
}

TEST(configuration, knows_whether_there_is_a_file) {
  EXPECT_EQ(judge_settings_file({}).judged, verdict::ok);
  EXPECT_NE(judge_settings_file({}).found.find("there is none"), std::string::npos);
  EXPECT_TRUE(file_in({}).path.empty());
}

TEST(configuration, refuses_a_password_that_everybody_can_read) {
  const test::temporary_directory folder;
  const auto file = folder.path() / "muniment.toml";
  auto sources = written("dsn = \"host=/run/pg user=a password=secret-word\"\n");
  std::ofstream{file} << sources.file_text;
  sources.file_name = file.string();
  fs::permissions(file, fs::perms{0644});
  const auto open = judge_settings_file(file_in(sources));
  EXPECT_EQ(open.judged, verdict::failed);
  EXPECT_EQ((open.found + open.mend).find("secret-word"), std::string::npos);
  EXPECT_TRUE(open.mend.ends_with("chmod o= " + file.string())) << "its server has to read it too";
  fs::permissions(file, fs::perms{0600});
  EXPECT_EQ(judge_settings_file(file_in(sources)).judged, verdict::ok);
  sources.file_text = "listen_port = 9443\n";
  fs::permissions(file, fs::perms{0644});
  EXPECT_EQ(judge_settings_file(file_in(sources)).judged, verdict::ok);
}

}
}
