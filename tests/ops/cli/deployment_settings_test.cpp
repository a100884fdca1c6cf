// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/deployment_settings.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace muniment::cli {
namespace {

class deployment_settings : public testing::Test {
protected:
  void TearDown() override { ::unsetenv("MUNIMENT_CONFIG"); }

  std::filesystem::path written(const std::string& name, const std::string& text) const {
    std::ofstream{folder.path() / name} << text;
    return folder.path() / name;
  }

  /// What a command with these flags reads.
  ops::settings read(std::vector<std::string> words,
                     std::span<const std::string_view> names = {}) const {
    CLI::App app;
    const auto flags = std::make_shared<setting_flags>();
    add_setting_flags(app, flags, names);
    std::ranges::reverse(words);
    app.parse(words);
    return settings_from(sources_of(*flags)).values;
  }

  test::temporary_directory folder;
};

TEST_F(deployment_settings, come_from_a_flag_then_the_file_that_was_named) {
  const auto file = written("a.toml", "base_domain = \"example.com\"\nlisten_port = 9443\n");
  const auto values = read({"--config", file.string(), "--listen-port", "9444"});
  EXPECT_EQ(values.base_domain, "example.com");
  EXPECT_EQ(values.listen_port, 9444);
}

TEST_F(deployment_settings, take_the_file_of_the_environment_where_no_flag_names_one) {
  ::setenv("MUNIMENT_CONFIG", written("b.toml", "listen_port = 9445\n").c_str(), 1);
  EXPECT_EQ(read({}).listen_port, 9445);
  const auto other = written("c.toml", "listen_port = 9446\n");
  EXPECT_EQ(read({"--config", other.string()}).listen_port, 9446);
}

TEST_F(deployment_settings, offer_only_the_flags_a_command_takes) {
  constexpr std::array<std::string_view, 1> names{"listen_port"};
  EXPECT_EQ(read({"--listen-port", "9447"}, names).listen_port, 9447);
  EXPECT_THROW(read({"--base-domain", "example.com"}, names), CLI::ParseError);
}

TEST_F(deployment_settings, stop_the_start_when_the_usual_file_cannot_be_looked_for) {
  const auto nowhere = folder.path() / "none.toml";
  EXPECT_TRUE(sources_of({}, nowhere).file_text.empty()) << "there need be none";
  const auto around = folder.path() / "around";
  std::filesystem::create_symlink(around, around);
  EXPECT_THROW(sources_of({}, around), storage::startup_error);
}

TEST_F(deployment_settings, stop_the_start_when_the_file_is_absent_or_wrong) {
  EXPECT_THROW(read({"--config", (folder.path() / "none").string()}), storage::startup_error);
  EXPECT_THROW(read({"--config", written("d.toml", std::string(2U << 20, '#')).string()}),
               storage::startup_error);
  try {
    read({"--config", written("e.toml", "listen_port = 0\nlog_level = \"loud\"\n").string()});
    FAIL();
  } catch (const storage::startup_error& error) {
    EXPECT_NE(std::string{error.what()}.find("(and 1 more)"), std::string::npos) << error.what();
  }
}

}
}
