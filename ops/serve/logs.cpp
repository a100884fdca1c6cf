// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logs.hpp"

#include "ops/serve/gathering_sink.hpp"
#include "ops/serve/json_log.hpp"

#include <spdlog/async.h>

namespace muniment::ops {

namespace {

constexpr auto access_name = "access";
constexpr auto program_name = "muniment";
constexpr std::size_t most_program_lines = 1'024;

std::shared_ptr<spdlog::logger>
program_logger(spdlog::sink_ptr into, const std::shared_ptr<spdlog::details::thread_pool>& writer) {
  auto made = std::make_shared<spdlog::async_logger>(program_name, std::move(into), writer,
                                                     spdlog::async_overflow_policy::overrun_oldest);
  made->set_formatter(json_lines());
  // They are few, and wanted when something has just gone wrong.
  made->flush_on(spdlog::level::trace);
  return made;
}

}

logs::logs(spdlog::sink_ptr access, spdlog::sink_ptr program, const std::string& level)
    : before_{spdlog::default_logger()},
      program_writer_{std::make_shared<spdlog::details::thread_pool>(most_program_lines, 1)},
      access_{std::make_shared<spdlog::logger>(
          access_name, std::make_shared<gathering_sink>(std::move(access)))} {
  if (!program) program = sink_of("stderr");
  auto own = program_logger(std::move(program), program_writer_);
  for (const auto& each : {access_, own})
    each->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(own));
}

logs::~logs() {
  spdlog::set_default_logger(before_);
  spdlog::drop(program_name);
}

}
