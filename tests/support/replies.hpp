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

/// Where a reply leads the browser at once: by its location, or as a page that leads on; empty when
/// it leads nowhere.
inline std::string leads_to(const http::response& reply) {
  auto to = field(reply, "Location");
  if (!to.empty()) return to;
  to = between(reply.body, "<meta http-equiv=\"refresh\" content=\"0; url=", "\">");
  const std::string ampersand = "&amp;";
  for (auto at = to.find(ampersand); at != std::string::npos; at = to.find(ampersand, at + 1))
    to.replace(at, ampersand.size(), "&");
  return to;
}

/// A parameter of a location, as it stands there; empty when it is missing.
inline std::string parameter(const std::string& location, const std::string& name) {
  for (const auto* mark : {"?", "&"})
    if (location.find(mark + name + "=") != std::string::npos)
      return between(location + "&", mark + name + "=", "&");
  return "";
}

}
