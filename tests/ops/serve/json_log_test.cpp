// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/json_log.hpp"

#include "ops/serve/text_file.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace muniment::ops {
namespace {

namespace json = boost::json;

/// Whatever is logged meanwhile goes to a string, and the usual logger comes back.
class json_log_test : public testing::Test {
protected:
  void TearDown() override { spdlog::set_default_logger(usual); }
  std::shared_ptr<spdlog::logger> usual = spdlog::default_logger();
};

TEST_F(json_log_test, is_one_object_a_line_whatever_is_said) {
  testing::internal::CaptureStderr();
  log_as_json("info");
  spdlog::warn("a \"quoted\" \\ line\nand \x01 {} \xc3\xa4", 7);
  spdlog::debug("not told");
  spdlog::error("an error");
  std::istringstream lines{testing::internal::GetCapturedStderr()};
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const auto first = json::parse(line).as_object();
  EXPECT_EQ(first.at("kind"), "program");
  EXPECT_EQ(first.at("level"), "warning");
  EXPECT_EQ(first.at("message"), "a \"quoted\" \\ line?and ? 7 ??");
  EXPECT_EQ(first.at("time").as_string().size(), std::string{"2026-01-01T00:00:00.000000Z"}.size());
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(json::parse(line).as_object().at("message"), "an error");
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(json_log_test, goes_to_a_file_that_is_named) {
  const test::temporary_directory folder;
  const auto file = (folder.path() / "access.log").string();
  {
    spdlog::logger lines{"lines", sink_of(file)};
    lines.set_pattern("%v");
    lines.info("one");
  }
  EXPECT_EQ(read_text(file), "one\n");
  EXPECT_THROW(sink_of((folder.path() / "access.log" / "x").string()), storage::startup_error);
}

}
}
