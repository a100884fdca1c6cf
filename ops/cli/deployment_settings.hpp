// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/command_line.hpp"
#include "ops/settings.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muniment::cli {

/// What the command line says of the settings of a deployment; kept as long as the command line.
struct setting_flags {
  std::filesystem::path file; ///< `--config`, or empty
  std::vector<std::pair<std::string, std::string>> given;
};

/// The settings file where `--config` and MUNIMENT_CONFIG name none and this one exists.
inline constexpr std::string_view usual_settings_file = "/etc/muniment/muniment.toml";

/// Adds `--config` and a flag for each of these settings, or for every setting when none is named.
void add_setting_flags(subcommand command, const std::shared_ptr<setting_flags>& into,
                       std::span<const std::string_view> names = {});

/// Flags, this process's environment and the settings file, as `ops::load_settings` takes them.
/// Throws `storage::startup_error` for a file that was named, or may be the usual one, and cannot
/// be read, or is too long.
ops::setting_sources sources_of(const setting_flags& from,
                                const std::filesystem::path& usual = usual_settings_file);

/// The settings of these sources. Throws `storage::startup_error` with the first of what is wrong.
ops::loaded_settings settings_from(const ops::setting_sources& sources);

}
