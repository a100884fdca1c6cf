// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muniment::test {

/// A certificate and its key, both PEM.
struct certificate_files {
  std::filesystem::path certificate, key;
};

struct certificate_wish {
  std::string common_name;
  std::vector<std::string> hosts = {}; ///< subject alternative names
  std::chrono::seconds begins{-60};    ///< from now
  std::chrono::seconds ends{3600};
  certificate_files signer = {}; ///< empty: it signs itself
};

/// Writes a new P-256 key and a certificate for it. Throws std::runtime_error.
void write_certificate(const certificate_wish& wished, const certificate_files& into);

/// The same, which signs itself and is good for an hour.
void write_certificate(const std::string& common_name, const std::filesystem::path& certificate,
                       const std::filesystem::path& key);

}
