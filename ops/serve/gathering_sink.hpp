// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

namespace muniment::ops {

struct gathering_limits {
  std::size_t ample = 1U << 14;           ///< octets that are written without waiting for more
  std::size_t most = 1U << 21;            ///< octets that may wait; a line beyond them is lost
  std::chrono::milliseconds longest{100}; ///< how long a line waits for others
};

/// Writes lines, as they are, to another sink from a thread of its own, many at once: a server that
/// answers thousands of requests a second would wake a thread for each of them. Whoever logs never
/// waits for that sink. Lines that found no room are counted, and the count is logged in their
/// place. The other sink gets blocks of whole lines, without the last line break, and is flushed
/// after each; what it throws loses that block.
class gathering_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit gathering_sink(spdlog::sink_ptr into, gathering_limits limits = {});

  /// Writes what waits.
  ~gathering_sink() override;
  gathering_sink(const gathering_sink&) = delete;
  gathering_sink& operator=(const gathering_sink&) = delete;

protected:
  void sink_it_(const spdlog::details::log_msg& line) override;
  void flush_() override {}

private:
  struct block {
    std::string text;
    std::size_t lost = 0;
    [[nodiscard]] bool empty() const { return text.empty() && lost == 0; }
  };

  void run(const std::stop_token& stop);
  void write(const block& gathered);

  const spdlog::sink_ptr into_;
  const gathering_limits limits_;
  std::condition_variable_any changed_;
  block waiting_;
  std::jthread writer_;
};

}
