// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"
#include "ops/settings.hpp"

#include <filesystem>

namespace muniment::doctor {

/// The settings file that was read.
struct settings_file {
  std::filesystem::path path; ///< empty: there is none
  bool open_to_others = false;
  bool holds_password = false; ///< in its `dsn`
};

settings_file file_in(const ops::setting_sources& sources);

finding judge_settings_file(const settings_file& file);

/// Every error, or every warning, of these settings; one finding when there is neither. Pure.
findings
judge_settings(const boost::system::result<ops::loaded_settings, ops::setting_errors>& read);

}
