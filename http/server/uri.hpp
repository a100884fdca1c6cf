// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muniment::http {

/// An absolute URI cut into its components (RFC 3986 section 3), as sent, nothing decoded or
/// normalised. Views into the text it was cut from.
struct uri_parts {
  std::string_view scheme;
  std::optional<std::string_view> user_information;
  std::optional<std::string_view>
      host; ///< Present where `//` is; with brackets around an IPv6 address.
  std::optional<std::string_view> port; ///< Present where its colon is; digits, possibly none.
  std::string_view path;
  std::optional<std::string_view> query, fragment;
};

/// Cuts `text`, or nothing if it is no absolute URI: every octet is checked against the grammar of
/// its component. Boost.URL 1.81 is not used for this, since it reads `http://127.0.0.1.evil.test`
/// as the host 127.0.0.1 and hides dot segments.
std::optional<uri_parts> split_uri(std::string_view text);

/// Whether a text is a port that can be connected to, in at most five digits.
bool is_port(std::string_view text);

/// `text` as it may stand in a segment of a path, a query or a form: everything but unreserved
/// characters escaped (RFC 3986 section 2.1).
std::string percent_encoded(std::string_view text);

}
