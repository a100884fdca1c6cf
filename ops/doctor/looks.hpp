// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

#include <vector>

namespace muniment::doctor {

/// Every look at a deployment whose settings hold together, in the order of the report. Who may
/// not look into it gets only what everybody may know, and is told so.
std::vector<look> looks_at(const places& at);

}
