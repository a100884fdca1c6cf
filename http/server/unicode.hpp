// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Forms in which texts are compared that people type in several ways.
namespace muniment::http {

/// In Normalization Form C by the process for stabilized strings (UAX 15 section 12.1). Nothing
/// where the text is not UTF-8, or has a code point that this version of Unicode does not know: its
/// normal form may change with the next. Pure.
std::optional<std::string> stabilized(std::string_view text);

/// In Normalization Form C, with the full case folding of Unicode (section 3.13 there). Nothing
/// where the text is not UTF-8. Pure.
std::optional<std::string> caseless(std::string_view text);

}
