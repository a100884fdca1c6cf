// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/test_certificate.hpp"

#include <spdlog/sinks/ostream_sink.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace muniment::test {

/// Of a server in this process, over a database: certificate and keys are in `folder`, everything
/// it tells goes to `log`. It listens on a free port; `settings` are what the command line sets
/// too.
inline ops::service_options
service_over(journal_database& database, const std::filesystem::path& folder, std::ostream& log,
             std::vector<std::pair<std::string, std::string>> settings) {
  write_certificate("muniment.localhost", folder / "chain.pem", folder / "key.pem");
  settings.emplace_back("listen_port", std::to_string(free_port()));
  ops::service_options wanted;
  wanted.values = ops::load_settings({.command_line = std::move(settings)})->values;
  wanted.dsn = database.owner_dsn();
  wanted.logins = database.logins();
  wanted.keys = std::make_shared<storage::key_keeper>(
      storage::key_store::open(folder / "keys", crypto::secret_bytes{bytes(32, 0x4d)}));
  wanted.tls = {folder / "chain.pem", folder / "key.pem"};
  wanted.log = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
  wanted.program_log = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
  return wanted;
}

}
