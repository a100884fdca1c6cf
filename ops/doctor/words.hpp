// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Words that many findings are made of. Pure.
namespace muniment::doctor {

/// `a, b, c`.
std::string joined(const std::vector<std::string>& all, std::string_view between = ", ");

/// `a, b, c and 7 more`, for lists that may be long.
std::string some_of(const std::vector<std::string>& all);

}
