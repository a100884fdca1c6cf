// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/credential_file.hpp"

#include "ops/cli/api.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/doctor/account.hpp"
#include "ops/serve/credential.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;

/// Any other account would make it its own, and the server, which reads it at each start, could
/// not.
bool belongs_to_us(const fs::path& file) {
  struct stat seen {};
  return ::stat(file.c_str(), &seen) == 0 && seen.st_uid == ::geteuid();
}

void replace_secret(const fs::path& file, const std::string& secret) {
  const doctor::eyes_of_owner borrowed{file};
  if (!belongs_to_us(file)) throw std::runtime_error{"it belongs to another account"};
  auto kept = ops::read_credential(file);
  kept.client_secret = secret;
  ops::write_credential(file, kept);
}

}

fs::path credential_file(const std::string& named) {
  if (!named.empty()) return named;
  if (const char* set = std::getenv("MUNIMENT_OPERATOR_CREDENTIAL"); set && *set) return set;
  return default_data_directory() / "operator.json";
}

bool is_own_client(const connection_options& to, const std::string& client_id) {
  constexpr auto operators_workspace = "system";
  return to.workspace == operators_workspace &&
         ops::read_credential(credential_file(to.credential_file)).client_id == client_id;
}

void keep_own_secret(const connection_options& to, const std::string& secret) {
  const auto file = credential_file(to.credential_file);
  try {
    // Where it is a link, what that leads to is replaced.
    replace_secret(fs::canonical(file), secret);
    std::cerr << "muniment: " << file.string()
              << " has the new secret; put it into every copy of that file too\n";
  } catch (const std::exception& error) {
    std::cerr << "muniment: " << file.string()
              << " still has the old secret, which opens nothing: " << error.what()
              << "\n  hint: put the new one in its place, as client_secret\n";
  }
}

}
