// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

namespace muniment::doctor {

/// Looks at the master key, the key store, the copies of it, and whether database and key store
/// belong together. Takes no lock: a server may be at work.
void look_at_keys(const places& at, listener& into);

}
