// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/tls_context.hpp"
#include "ops/settings.hpp"

namespace muniment::ops {

/// The certificate that the settings name. Refuses a missing file, and a key that everybody on this
/// machine may read or write. Throws storage::startup_error.
http::tls_settings certificate_of(const settings& values);

}
