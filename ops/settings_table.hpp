// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/settings.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace muniment::ops {

/// Text with its accepted values; none means any text.
struct text_setting {
  std::string settings::*member;
  std::span<const std::string_view> choices = {};
};

/// A whole number within bounds, both included.
struct number_setting {
  std::int64_t settings::*member;
  std::int64_t least, most;
};

/// `true` or `false`.
struct switch_setting {
  bool settings::*member;
};

/// One setting: all that parsing, messages and documentation need to know of it.
struct setting_row {
  std::string_view name; ///< As in the TOML file; flag and variable follow from it.
  std::variant<text_setting, number_setting, switch_setting> kind;
  std::string_view fallback; ///< The default, as text.
  std::string_view alias;    ///< A second environment variable, or empty.
  std::string_view purpose;  ///< One sentence or two for the documentation.
  bool secret = false;       ///< Its value appears in no message.
};

/// All settings, in the order of the documentation.
std::span<const setting_row> settings_table();

/// The row of that name, or null.
const setting_row* setting_named(std::string_view name);

/// `MUNIMENT_BASE_DOMAIN` and `--base-domain` for `base_domain`.
std::string variable_of(const setting_row& row);
std::string flag_of(const setting_row& row);

/// Which values the row accepts: `1 to 65535`, `uuid or nanoid`; empty where any text will do.
std::string accepted_by(const setting_row& row);

/// Puts `text` into the member. False, and nothing changed, if the row does not accept it.
bool assign(const setting_row& row, std::string_view text, settings& into);

}
