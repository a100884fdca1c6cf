// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/progress.hpp"

#include "ops/cli/absence.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/terminal.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace muniment::cli {
namespace {

constexpr std::size_t bar_columns = 20;

std::uint64_t number(const boost::json::object& from, const char* name) {
  const auto* value = from.if_contains(name);
  return value && value->is_number() ? value->to_number<std::uint64_t>() : 0;
}

/// 950, 12.3k, 4.5M
std::string short_number(double value) {
  const char* unit = "";
  for (const auto* next : {"k", "M", "G"}) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  std::ostringstream text;
  text << std::fixed << std::setprecision(*unit && value < 100 ? 1 : 0) << value << unit;
  return text.str();
}

std::string time_left(const progress& now) {
  if (now.per_second <= 0 || now.done >= now.total) return "";
  const auto seconds = std::llround(static_cast<double>(now.total - now.done) / now.per_second);
  if (seconds < 60) return std::to_string(seconds) + " s left";
  if (seconds < 3600)
    return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s left";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min left";
}

double share_of(const progress& now) {
  if (now.total == 0) return 0;
  return std::min(1.0, static_cast<double>(now.done) / static_cast<double>(now.total));
}

/// What was shown last and when, so that nothing is said twice, and a log shows that it goes on.
class display {
public:
  explicit display(std::chrono::milliseconds between_lines) : between_lines_{between_lines} {}
  ~display() { clear(); }
  display(const display&) = delete;
  display& operator=(const display&) = delete;

  void show(const progress& now) {
    if (terminal_)
      std::cerr << "\r\033[K" << progress_line(now, terminal_width(STDERR_FILENO)) << std::flush;
    else
      tell(now);
  }
  /// Leaves the line to what is said next.
  void clear() const {
    if (terminal_) std::cerr << "\r\033[K" << std::flush;
  }

private:
  using clock = std::chrono::steady_clock;

  void tell(const progress& now) {
    const bool entered = !now.stage.empty() && now.stage != stage_;
    if (!entered && clock::now() - told_ < between_lines_) return;
    std::cerr << progress_line(now, 0) << std::endl;
    told_ = clock::now();
    stage_ = now.stage;
  }

  const std::chrono::milliseconds between_lines_;
  const bool terminal_ = terminal_width(STDERR_FILENO) > 0;
  std::string stage_;
  clock::time_point told_ = clock::now();
};

/// How the operation stands. A server that is away is waited for: only what it says when it is back
/// tells whether the operation goes on.
boost::json::object look_at(api& at, const std::string& path, const display& shown,
                            std::chrono::milliseconds patience) {
  absence away;
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    std::chrono::milliseconds pause{};
    try {
      auto now = at.get(path);
      away.end();
      return now;
    } catch (const server_away& why) {
      if (std::chrono::steady_clock::now() >= until) throw;
      shown.clear();
      pause = away.note(why.what());
    }
    std::this_thread::sleep_for(pause);
  }
}

}

progress progress_of(const boost::json::object& operation) {
  progress now;
  now.what = readable_member(operation, "kind");
  if (const auto subject = readable_member(operation, "subject"); !subject.empty())
    now.what += ' ' + subject;
  now.stage = readable_member(operation, "stage");
  now.done = number(operation, "done");
  now.total = number(operation, "total");
  if (const auto* rate = operation.if_contains("per_second"); rate && rate->is_number())
    now.per_second = rate->to_number<double>();
  if (const auto unit = readable_member(operation, "unit"); !unit.empty()) now.unit = unit;
  return now;
}

std::string progress_line(const progress& now, std::size_t width) {
  const auto share = share_of(now);
  const auto filled = static_cast<std::size_t>(share * bar_columns);
  auto line = now.what + "  [" + std::string(filled, '#') + std::string(bar_columns - filled, '.') +
              "]  " + std::to_string(static_cast<int>(share * 100)) + " %";
  if (now.total > 0)
    line += "  " + short_number(static_cast<double>(now.done)) + " of " +
            short_number(static_cast<double>(now.total)) + ' ' + now.unit;
  if (now.per_second > 0) line += "  " + short_number(now.per_second) + "/s";
  if (const auto left = time_left(now); !left.empty()) line += "  " + left;
  if (!now.stage.empty()) line += "  " + now.stage;
  return width > 0 && line.size() >= width ? line.substr(0, width - 1) : line;
}

boost::json::object follow(api& at, const std::string& below, boost::json::object begun,
                           const follow_hints& hints, const follow_pace& pace) {
  using storage::startup_error;
  const auto path = below + "/operations/" + segment(readable_member(begun, "id"));
  display shown{pace.between_lines};
  auto now = std::move(begun);
  while (readable_member(now, "status") == "running") {
    const auto seen = progress_of(now);
    shown.show(seen);
    std::this_thread::sleep_for(pace.between_looks);
    try {
      now = look_at(at, path, shown, pace.patience);
    } catch (const not_there&) {
      throw startup_error{"the server was started again meanwhile, and " + seen.what +
                              " ended with it",
                          hints.lost};
    }
  }
  if (readable_member(now, "status") == "failed")
    throw startup_error{progress_of(now).what + " failed: " + readable_member(now, "error"),
                        hints.failed};
  return now;
}

}
