// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

namespace muniment::doctor {

/// Looks at who has the ports that the settings name; listens on none.
void look_at_ports(const places& at, listener& into);

}
