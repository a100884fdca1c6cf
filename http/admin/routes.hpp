// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/openapi/operation.hpp"
#include "http/server/route.hpp"

#include <vector>

namespace muniment::http {

/// The rows of the admin API.
std::vector<route> admin_routes(std::shared_ptr<const admin_context> context);

/// The same rows, as docs/openapi.yaml tells them.
openapi::chapter admin_chapter();

}
