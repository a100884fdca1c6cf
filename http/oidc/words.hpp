// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// The words of a space-delimited list (RFC 6749 section 3.3), each once, in order. Nothing if a
/// word has a character that no scope may have, or if more than one space parts two words.
std::optional<std::vector<std::string>> split_words(std::string_view list);

/// The list again.
std::string join_words(const std::vector<std::string>& words);

/// Whether the word is among them.
bool among(const std::vector<std::string>& words, std::string_view word);

}
