// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace muniment::ops {

/// Files of PEM.
struct local_certificates {
  std::filesystem::path authority; ///< what browsers and libraries are told to trust
  std::filesystem::path chain;     ///< the server's certificate and the authority's
  std::filesystem::path key;       ///< of the server's
};

/// The certificates of `muniment up` in `directory`, made or renewed as far as needed: an authority
/// that may sign names below `.localhost` and nothing else (RFC 5280 section 4.2.1.10), and a
/// certificate of it for `base_domain` and `*.base_domain`, renewed 30 days before its end. That
/// constraint is why the authority's key may stay here (0600): whoever steals it can only pretend
/// to be this machine to itself. Another base domain throws storage::startup_error.
local_certificates prepare_local_certificates(const std::filesystem::path& directory,
                                              const std::string& base_domain,
                                              std::chrono::system_clock::time_point now);

}
