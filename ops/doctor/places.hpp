// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muniment::doctor {

/// Where everything of a deployment lies, as its settings say.
struct places {
  ops::settings values;
  bool private_database = true; ///< the one `muniment up` runs; otherwise `values.dsn` names it
  std::filesystem::path data_directory;
  std::filesystem::path certificate_chain, certificate_key; ///< empty when not set
  std::filesystem::path authority; ///< that `muniment up` made; empty where it made none
  std::filesystem::path master_key, key_store;
  /// Where systemd hands the package's unit its master key, while that runs, and the drop-in that
  /// says so; empty where `muniment up` runs the deployment.
  std::filesystem::path given_master_key, master_key_drop_in;
  std::vector<std::filesystem::path> key_copies;
  std::filesystem::path logins;
  std::filesystem::path credential; ///< the operator's

  /// The directory whose lock the server holds: its own, or the key store's where the database is
  /// not its own.
  [[nodiscard]] const std::filesystem::path& locked() const {
    return private_database ? data_directory : key_store;
  }
};

/// `usual` is the data directory where none is set. Pure.
places places_of(ops::settings values, const std::filesystem::path& usual);

/// The host by which a workspace of that slug is known, as the server has it. Pure.
std::string host_of(const ops::settings& values, const std::string& slug);

/// Whether its names are this machine's by definition (RFC 6761 section 6.3). Pure.
bool is_localhost(const std::string& host);

}
