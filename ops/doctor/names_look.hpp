// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

#include <string>
#include <vector>

namespace muniment::doctor {

/// The hosts that must resolve: the control plane's, the workspace `system`'s, the naked base
/// domain where a workspace answers there, and `demo`'s where `muniment up` made it; elsewhere
/// `any`'s, for those of all the other workspaces. Pure.
std::vector<std::string> hosts_of(const places& at);

/// Asks the machine's resolver about each of them.
void look_at_names(const places& at, listener& into);

}
