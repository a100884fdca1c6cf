// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace muniment::test {

/// Where a text was found on disk, and in which spelling.
struct disk_hit {
  std::string text;
  std::string spelling; ///< `raw`, `utf-16le`, `base64+0` … `base64+2`, `hex`, `HEX`
  std::filesystem::path file;
};

/// Looks for each text, spelt in every way a disk might hold it, in all files below `root`. base64
/// is looked for at its three alignments. Texts are at least 8 octets long
/// (`std::invalid_argument`), so that no spelling is short enough to stand anywhere by chance.
std::vector<disk_hit> search_disk(const std::filesystem::path& root,
                                  std::span<const std::string> texts);

}
