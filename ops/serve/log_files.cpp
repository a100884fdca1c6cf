// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/log_files.hpp"

#include "storage/startup_error.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

namespace muniment::ops {

spdlog::sink_ptr rotating_sink(const std::filesystem::path& file, std::size_t octets,
                               std::size_t older) {
  try {
    return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), octets, older);
  } catch (const spdlog::spdlog_ex&) {
    throw storage::startup_error{"cannot write the log " + file.string(),
                                 "see whose it is, and whether the disk is full"};
  }
}

}
