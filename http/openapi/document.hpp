// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/operation.hpp"

#include <string>
#include <vector>

namespace muniment::openapi {

/// The OpenAPI 3.1 document of these chapters: their operations in their order, the schemas that
/// they refer to, and failures from the registers of problems, refusals and OAuth errors. Pure.
boost::json::object document(const std::vector<chapter>& chapters);

/// The text of docs/openapi.yaml. Pure.
std::string page(const std::vector<chapter>& chapters);

}
