// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <string>
#include <string_view>

namespace muniment::doctor {

/// What is being looked at.
struct begun {
  std::string check = "look";
  std::string if_silent = "try again, or report it";
};

/// Findings as they travel from the process that looks to the one that shows: JSON, a line each.
std::string line_of(const finding& found);
std::string line_of_begun(const begun& next);

/// Puts what arrives together again. Pure.
class told {
public:
  /// False when it is none of these lines or more than a look may say.
  bool take(std::string_view octets);

  [[nodiscard]] const doctor::findings& findings() const { return findings_; }
  [[nodiscard]] const doctor::begun& begun() const { return begun_; }

private:
  bool take_line(std::string_view line);

  std::size_t octets_ = 0;
  std::string unfinished_;
  doctor::findings findings_;
  doctor::begun begun_;
};

}
