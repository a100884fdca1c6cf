// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::cli {

/// What came of trying an address as a newcomer's program would.
struct address_proof {
  std::string program; ///< whose name and, where it has one, version people know
  std::string fault;   ///< why it cannot use the address, in one line; empty when it can
  std::string hint;    ///< then: what mends it
};

/// What an address is tried with besides curl, and for how long.
struct proof_tools {
  std::optional<std::filesystem::path> node;
  std::chrono::milliseconds patience{10'000};
  /// Asked while curl waits; when true, the rest is not tried.
  std::function<bool()> give_up = [] { return false; };
};

/// Fetches the issuer's discovery document, trusting `ca_file` alone, or what the system trusts
/// where it is empty: with curl, and with Node,
/// which goes by the resolver of this machine (curl and browsers know names below `.localhost`
/// themselves). Without Node that resolver is asked instead. Never claims what it did not see.
std::vector<address_proof> prove_address(const std::string& issuer,
                                         const std::filesystem::path& ca_file,
                                         const proof_tools& with);

/// The `node` of the folders in `path`, as in PATH, else the one that ops/deps put into the
/// checkout this program was built in.
std::optional<std::filesystem::path> find_node(std::string_view path);

}
