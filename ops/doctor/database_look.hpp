// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

namespace muniment::doctor {

/// Looks at the database: the way there, the server, what is prepared in it, and who may log in.
void look_at_database(const places& at, listener& into);

}
