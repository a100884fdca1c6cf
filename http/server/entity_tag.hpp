// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace muniment::http {

/// A text that is sent again and again, with its entity tag: computed once.
struct tagged_text {
  std::string text;
  std::string tag;
};

/// The text with its tag. Pure.
tagged_text tagged(std::string text);

/// A strong entity tag of a body (RFC 9110 section 8.8.3). Pure.
std::string entity_tag(std::string_view body);

/// Whether an If-None-Match value names the tag (RFC 9110 section 13.1.2). Pure.
bool names_tag(std::string_view if_none_match, std::string_view tag);

}
