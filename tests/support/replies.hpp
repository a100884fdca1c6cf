// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"

#include <algorithm>
#include <string>
#include <string_view>

/// Reading replies.
namespace muniment::test {

/// The value of a reply's field; empty when there is none.
inline std::string field(const http::response& reply, std::string_view name) {
  const auto found = std::ranges::find(reply.fields, name, &http::field_line::name);
  return found == reply.fields.end() ? "" : found->value;
}

/// What stands between two texts; empty when they do not stand there.
inline std::string between(const std::string& text, const std::string& before,
                           const std::string& after) {
  const auto start = text.find(before);
  if (start == std::string::npos) return "";
  const auto from = start + before.size();
  return text.substr(from, text.find(after, from) - from);
}

/// A parameter of a location, as it stands there; empty when it is missing.
inline std::string parameter(const std::string& location, const std::string& name) {
  for (const auto* mark : {"?", "&"})
    if (location.find(mark + name + "=") != std::string::npos)
      return between(location + "&", mark + name + "=", "&");
  return "";
}

}
