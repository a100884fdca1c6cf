// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/configuration.hpp"

#include "storage/dsn.hpp"
#include "storage/failure.hpp"

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

constexpr auto file_check = "settings file";
constexpr auto settings_check = "settings";

/// Only what the file itself says: flags and environment are left out.
bool holds_password(const ops::setting_sources& sources) {
  ops::setting_sources alone;
  alone.file_name = sources.file_name;
  alone.file_text = sources.file_text;
  try {
    const auto read = ops::load_settings(alone);
    return read && storage::holds_password(read->values.dsn);
  } catch (const storage::failure&) {
    return false; // The database's own check tells of it.
  }
}

/// A warning begins with the name of its setting.
finding judge_warning(const std::string& line) {
  const auto name = line.substr(0, line.find(' '));
  return warning(name, line,
                 "change it, or keep it knowingly: docs/configuration.md says what " + name +
                     " does");
}

}

settings_file file_in(const ops::setting_sources& sources) {
  if (sources.file_name == ops::setting_sources{}.file_name && sources.file_text.empty()) return {};
  std::error_code unseen;
  const auto rights = fs::status(sources.file_name, unseen).permissions();
  return {sources.file_name, (rights & fs::perms::others_read) != fs::perms::none,
          holds_password(sources)};
}

finding judge_settings_file(const settings_file& file) {
  if (file.path.empty())
    return ok(file_check, "there is none; flags, environment and defaults hold");
  const auto where = file.path.string();
  if (file.holds_password && file.open_to_others)
    return failed(
        file_check, where + " holds the database's password and can be read by everybody",
        "take the password out, since logins_file holds those of the server; or give the "
        "file to a group of the account that serves, which has to read it, and chmod o= " +
            where);
  return ok(file_check, where + " was read");
}

findings
judge_settings(const boost::system::result<ops::loaded_settings, ops::setting_errors>& read) {
  findings all;
  if (!read) {
    for (const auto& line : read.error())
      all.push_back(failed(settings_check, line,
                           "correct it where it is set, or remove it: "
                           "docs/configuration.md names every setting"));
    return all;
  }
  for (const auto& line : read->warnings)
    all.push_back(judge_warning(line));
  if (all.empty()) all.push_back(ok(settings_check, "they hold together"));
  return all;
}

}
