// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logs.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/ostream_sink.h>

#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace muniment::ops {
namespace {

class logs_test : public testing::Test {
protected:
  using sink = spdlog::sinks::ostream_sink_mt;

  void begin(const std::string& level) {
    kept.emplace(std::make_shared<sink>(access), std::make_shared<sink>(program), level);
  }

  /// What was written, once it is.
  static std::vector<boost::json::object> lines(std::optional<logs>& kept,
                                                const std::ostringstream& from) {
    kept.reset();
    std::vector<boost::json::object> all;
    std::istringstream text{from.str()};
    for (std::string line; std::getline(text, line);)
      all.push_back(boost::json::parse(line).as_object());
    return all;
  }

  std::ostringstream access, program;
  std::optional<logs> kept;
};

TEST_F(logs_test, whatever_is_told_becomes_one_json_object_a_line) {
  begin("info");
  spdlog::warn("a \"workspace\"\ndoes not wake: {}", "\xff\x1b[31m");
  const auto all = lines(kept, program);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("kind"), "program");
  EXPECT_EQ(all[0].at("level"), "warning");
  EXPECT_EQ(all[0].at("message"), "a \"workspace\"?does not wake: ??[31m");
  EXPECT_TRUE(all[0].at("time").as_string().ends_with("Z"));
  EXPECT_EQ(access.str(), "");
}

/// Says when it was first told to flush.
class flushing final : public spdlog::sinks::base_sink<std::mutex> {
public:
  std::promise<void> flushed;

protected:
  void sink_it_(const spdlog::details::log_msg&) override {}
  void flush_() override {
    if (!std::exchange(told_, true)) flushed.set_value();
  }

private:
  bool told_ = false;
};

TEST_F(logs_test, what_was_accessed_is_on_disk_soon) {
  const auto into = std::make_shared<flushing>();
  kept.emplace(into, std::make_shared<sink>(program), "info");
  kept->access()->info("{}");
  EXPECT_EQ(into->flushed.get_future().wait_for(std::chrono::seconds{30}),
            std::future_status::ready);
}

TEST_F(logs_test, a_line_of_access_stays_as_it_is) {
  begin("info");
  kept->access()->info(R"({"kind":"access","status":200})");
  const auto all = lines(kept, access);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0], boost::json::parse(R"({"kind":"access","status":200})"));
  EXPECT_EQ(program.str(), "");
}

TEST_F(logs_test, the_level_rules_both) {
  const std::map<std::string, std::size_t> written{
      {"debug", 4}, {"info", 3}, {"warn", 2}, {"error", 1}};
  for (const auto& [level, count] : written) {
    access.str("");
    program.str("");
    begin(level);
    for (auto* each : {kept->access().get(), spdlog::default_logger_raw()}) {
      each->debug("{}", "{}");
      each->info("{}", "{}");
      each->warn("{}", "{}");
      each->error("{}", "{}");
    }
    const auto own = lines(kept, program);
    EXPECT_EQ(own.size(), count) << level;
    EXPECT_EQ(lines(kept, access).size(), count) << level;
  }
}

TEST_F(logs_test, a_message_is_no_longer_than_a_line_should_be) {
  begin("info");
  spdlog::error(std::string(100'000, 'a'));
  EXPECT_EQ(lines(kept, program).at(0).at("message").as_string().size(), 1'000U);
}

TEST_F(logs_test, the_program_tells_elsewhere_what_it_tells_afterwards) {
  const auto before = spdlog::default_logger();
  begin("info");
  EXPECT_NE(spdlog::default_logger(), before);
  kept.reset();
  EXPECT_EQ(spdlog::default_logger(), before);
}

}
}
