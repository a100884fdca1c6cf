// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/gathering_sink.hpp"

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <future>
#include <sstream>
#include <vector>

namespace muniment::ops {
namespace {

using namespace std::chrono_literals;

/// Keeps its blocks, and opens the way for each only when it is told to.
class slow_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit slow_sink(std::shared_future<void> way) : way_{std::move(way)} {}

  std::promise<void> entered;
  std::vector<std::string> blocks;

protected:
  void sink_it_(const spdlog::details::log_msg& block) override {
    if (blocks.empty()) entered.set_value();
    blocks.emplace_back(block.payload.data(), block.payload.size());
    way_.wait();
  }
  void flush_() override {}

private:
  std::shared_future<void> way_;
};

std::unique_ptr<spdlog::logger> logger_over(spdlog::sink_ptr into, gathering_limits limits) {
  return std::make_unique<spdlog::logger>(
      "gathered", std::make_shared<gathering_sink>(std::move(into), limits));
}

TEST(gathering_sink, writes_what_waits_when_it_ends_each_line_whole_and_in_order) {
  std::ostringstream written;
  auto lines =
      logger_over(std::make_shared<spdlog::sinks::ostream_sink_mt>(written), {.longest = 1h});
  std::string expected;
  for (int each = 0; each < 1000; ++each) {
    lines->info("line {}", each);
    expected += "line " + std::to_string(each) + "\n";
  }
  lines.reset();
  EXPECT_EQ(written.str(), expected);
}

TEST(gathering_sink, a_line_waits_no_longer_than_it_may) {
  std::promise<void> open;
  open.set_value();
  const auto into = std::make_shared<slow_sink>(open.get_future().share());
  const auto lines = logger_over(into, {.longest = 1ms});
  lines->info("alone");
  EXPECT_EQ(into->entered.get_future().wait_for(30s), std::future_status::ready);
}

TEST(gathering_sink, lines_that_are_enough_wait_for_nothing) {
  std::promise<void> open;
  open.set_value();
  const auto into = std::make_shared<slow_sink>(open.get_future().share());
  const auto lines = logger_over(into, {.ample = 8, .longest = 1h});
  lines->info("one");
  lines->info("two");
  EXPECT_EQ(into->entered.get_future().wait_for(30s), std::future_status::ready);
}

TEST(gathering_sink, a_reader_who_does_not_read_keeps_nobody_waiting_and_is_told_what_is_lost) {
  std::promise<void> way;
  const auto into = std::make_shared<slow_sink>(way.get_future().share());
  auto lines = logger_over(into, {.ample = 1, .most = 8, .longest = 1h});
  lines->info("first");
  into->entered.get_future().wait();
  for (const auto* each : {"one", "two", "three", "four"})
    lines->info(each);
  way.set_value();
  lines.reset();
  EXPECT_EQ(into->blocks,
            (std::vector<std::string>{"first", "one\ntwo", R"({"kind":"lines_lost","count":2})"}));
}

TEST(gathering_sink, goes_on_after_a_sink_that_throws) {
  class failing final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    std::promise<void> failed;
    std::vector<std::string> blocks;

  protected:
    void sink_it_(const spdlog::details::log_msg& block) override {
      blocks.emplace_back(block.payload.data(), block.payload.size());
      if (blocks.size() > 1) return;
      failed.set_value();
      throw std::runtime_error{"the disk is full"};
    }
    void flush_() override {}
  };
  const auto into = std::make_shared<failing>();
  auto lines = logger_over(into, {.ample = 1, .longest = 1h});
  lines->info("lost");
  into->failed.get_future().wait();
  lines->info("kept");
  lines.reset();
  EXPECT_EQ(into->blocks, (std::vector<std::string>{"lost", "kept"}));
}

}
}
