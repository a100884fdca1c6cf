// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/operation.hpp"

#include <string>
#include <vector>

namespace muniment::http {

/// Every route that the program serves, as docs/openapi.yaml tells it.
std::vector<openapi::chapter> told_chapters();

/// The text of docs/openapi.yaml, from the tables of routes and the types of their endpoints.
std::string openapi_page();

}
