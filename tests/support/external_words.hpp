// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/local_authority.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/program.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muniment::test {

/// A deployment over a PostgreSQL that the program does not run, in the words that it is told: one
/// place for what every test over such a database says.
struct external_words {
  std::string place; ///< where the database is, without a login
  std::filesystem::path data;
  ops::local_certificates certificates;
  unsigned short port; ///< under which a server shows itself

  /// `muniment database prepare`. The login that may is told by `more`.
  [[nodiscard]] std::vector<std::string> prepare(const std::vector<std::string>& more) const {
    std::vector<std::string> all{muniment_binary(), "database", "prepare", "--data-directory",
                                 data.string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  /// `muniment serve`, which listens where `more` says.
  [[nodiscard]] std::vector<std::string> serve(const std::vector<std::string>& more) const {
    std::vector<std::string> all{muniment_binary(),
                                 "serve",
                                 "--dsn",
                                 place,
                                 "--data-directory",
                                 data.string(),
                                 "--tls-certificate-file",
                                 certificates.chain.string(),
                                 "--tls-key-file",
                                 certificates.key.string(),
                                 "--tls-authority-file",
                                 certificates.authority.string(),
                                 "--public-port",
                                 std::to_string(port),
                                 "--operations-port",
                                 std::to_string(free_port())};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

/// The certificates of such a server, made in a directory.
inline ops::local_certificates certificates_in(const std::filesystem::path& directory) {
  return ops::prepare_local_certificates(directory, "muniment.localhost",
                                         std::chrono::system_clock::now());
}

}
