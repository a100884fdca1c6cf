// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"
#include "ops/doctor/private_database.hpp"

namespace muniment::doctor {

/// What there is in the data directory of `muniment up`.
private_database_state state_of_private_database(const std::filesystem::path& directory);

/// Looks at it, where the deployment has one.
void look_at_private_database(const places& at, listener& into);

}
