// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/house/rules.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// How rules read a file.
namespace muniment::house {

inline constexpr std::array<std::string_view, 7> rooms{"crypto",  "events", "actors", "projections",
                                                       "storage", "http",   "ops"};

bool is_code(const std::string& path);

/// Its first folder.
std::string room_of(const std::string& path);

std::vector<std::string> lines_of(const std::string& text);

/// What a file includes, in either kind of quotes.
std::vector<std::string> includes_of(const source& file);

/// The text of the file of that path; empty when there is none.
std::string text_of(const sources& files, const std::string& path);

}
