// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/gathering_sink.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/pattern_formatter.h>

#include <utility>

namespace muniment::ops {
namespace {

/// A line is whole already.
std::unique_ptr<spdlog::formatter> as_it_is() {
  return std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, "\n");
}

std::string line_of_lost(std::size_t count) {
  return boost::json::serialize(boost::json::object{{"kind", "lines_lost"}, {"count", count}});
}

}

gathering_sink::gathering_sink(spdlog::sink_ptr into, gathering_limits limits)
    : base_sink{as_it_is()}, into_{std::move(into)}, limits_{limits} {
  into_->set_formatter(as_it_is());
  writer_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

gathering_sink::~gathering_sink() {
  writer_.request_stop();
  writer_.join();
}

/// The base holds the mutex.
void gathering_sink::sink_it_(const spdlog::details::log_msg& line) {
  spdlog::memory_buf_t text;
  formatter_->format(line, text);
  const auto first = waiting_.empty();
  const auto before = waiting_.text.size();
  if (before + text.size() > limits_.most)
    ++waiting_.lost;
  else
    waiting_.text.append(text.data(), text.size());
  const auto became_ample = before < limits_.ample && waiting_.text.size() >= limits_.ample;
  if (first || became_ample) changed_.notify_one();
}

void gathering_sink::run(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
    if (waiting_.empty()) return;
    changed_.wait_for(lock, stop, limits_.longest,
                      [this] { return waiting_.text.size() >= limits_.ample; });
    const auto gathered = std::exchange(waiting_, {});
    lock.unlock();
    write(gathered);
    lock.lock();
  }
}

void gathering_sink::write(const block& gathered) {
  const auto put = [this](std::string_view text) {
    into_->log({"", spdlog::level::info, {text.data(), text.size()}});
  };
  try {
    if (!gathered.text.empty())
      put(std::string_view{gathered.text}.substr(0, gathered.text.size() - 1));
    if (gathered.lost > 0) put(line_of_lost(gathered.lost));
    into_->flush();
  } catch (const std::exception&) {
    // There is nowhere to tell it: this is where it would be told.
  }
}

}
