// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

namespace muniment::doctor {

/// Looks at the certificate's files, as the server's account sees them, and shakes hands with the
/// server if one listens.
void look_at_tls(const places& at, listener& into);

}
