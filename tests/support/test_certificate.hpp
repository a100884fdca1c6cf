// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::test {

/// Writes a new P-256 key and a certificate for it that signs itself, both PEM, good for an hour.
/// Throws std::runtime_error.
void write_certificate(const std::string& common_name, const std::filesystem::path& certificate,
                       const std::filesystem::path& key);

}
