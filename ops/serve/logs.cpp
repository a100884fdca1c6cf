// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logs.hpp"

#include "ops/serve/json_log.hpp"

#include <spdlog/async.h>
#include <spdlog/pattern_formatter.h>

namespace muniment::ops {

namespace {

constexpr auto access_name = "access";
constexpr auto program_name = "muniment";
constexpr std::size_t most_access_lines = 8'192;
constexpr std::size_t most_program_lines = 1'024;

/// A line of access is an object already.
std::unique_ptr<spdlog::formatter> one_line_each() {
  return std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, "\n");
}

std::shared_ptr<spdlog::logger>
logger_of(const char* name, spdlog::sink_ptr into,
          const std::shared_ptr<spdlog::details::thread_pool>& writer, const std::string& level,
          std::unique_ptr<spdlog::formatter> shape) {
  auto made = std::make_shared<spdlog::async_logger>(name, std::move(into), writer,
                                                     spdlog::async_overflow_policy::overrun_oldest);
  made->set_formatter(std::move(shape));
  made->set_level(spdlog::level::from_str(level));
  return made;
}

}

logs::logs(spdlog::sink_ptr access, spdlog::sink_ptr program, const std::string& level)
    : before_{spdlog::default_logger()},
      access_writer_{std::make_shared<spdlog::details::thread_pool>(most_access_lines, 1)},
      program_writer_{std::make_shared<spdlog::details::thread_pool>(most_program_lines, 1)},
      access_{logger_of(access_name, std::move(access), access_writer_, level, one_line_each())} {
  if (!program) program = sink_of("stderr");
  auto own = logger_of(program_name, std::move(program), program_writer_, level, json_lines());
  // They are few, and wanted when something has just gone wrong.
  own->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(own));
  // Each at once would cost a write a request; a crash loses a second of them.
  spdlog::register_logger(access_);
  spdlog::flush_every(std::chrono::seconds{1});
}

logs::~logs() {
  spdlog::flush_every(std::chrono::seconds::zero());
  spdlog::drop(access_name);
  spdlog::set_default_logger(before_);
  spdlog::drop(program_name);
}

}
