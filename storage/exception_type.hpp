// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>

namespace muniment::storage {

/// The type of what was thrown, for a log or a reason: unlike its text it can hold no data.
std::string type_of(const std::exception& thrown);

}
