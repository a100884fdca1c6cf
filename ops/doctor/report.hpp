// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>

namespace muniment::doctor {

/// What the report is shown on.
struct paper {
  std::size_t width = 0; ///< columns of the terminal; 0: lines are not broken
  bool colour = false;
};

/// Every check, a line each, group by group; then what there is to mend, the worst first; then the
/// summary. Pure.
std::string render(const examination& all, const paper& on);

/// `17 checks: 15 ok, 1 warning, 1 failed`. Pure.
std::string summary(const tally& sum);

/// A finding for other programs: `group`, `check`, `verdict`, `found`, `mend`. Pure.
boost::json::object object_of(const std::string& group, const finding& found);

}
