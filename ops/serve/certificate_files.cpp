// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/certificate_files.hpp"

#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;
using storage::startup_error;

fs::perms permissions_of(const fs::path& file, const std::string& what, const char* flag) {
  std::error_code unseen;
  const auto status = fs::status(file, unseen);
  if (unseen || !fs::is_regular_file(status))
    throw startup_error{what + " is not at " + file.string(), std::string{flag} + " names it"};
  return status.permissions();
}

}

http::tls_settings certificate_of(const settings& values) {
  if (values.tls_certificate_file.empty())
    throw startup_error{"no certificate is named",
                        "--tls-certificate-file and --tls-key-file name one for the base domain "
                        "and all names below it"};
  const fs::path chain = values.tls_certificate_file;
  const fs::path key = values.tls_key_file;
  permissions_of(chain, "the certificate", "--tls-certificate-file");
  const auto open_to = permissions_of(key, "the certificate's key", "--tls-key-file");
  // A group of those who serve, such as ssl-cert, is usual.
  if ((open_to & fs::perms::others_all) != fs::perms::none)
    throw startup_error{"the certificate's key " + key.string() + " is open to everybody",
                        "chmod o= " + key.string() + ", and replace it: it may be known"};
  return {chain, key, values.tls_minimum == "1.2"};
}

}
