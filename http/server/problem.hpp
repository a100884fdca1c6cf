// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/fixed_text.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace muniment::http {

inline constexpr std::string_view problem_media_type = "application/problem+json";
inline constexpr std::string_view json_media_type = "application/json";

/// A failure as the HTTP surfaces other than OAuth's tell it (RFC 9457).
struct problem {
  int status;             ///< Also the status of the response.
  fixed_text code;        ///< Stable; ends the `type` URI and stands as `code`.
  fixed_text title;       ///< The same for every occurrence.
  fixed_text detail;      ///< What to do about this one; left out if empty.
  fixed_text member = ""; ///< Of the request that is to blame; left out if empty.
};

/// A problem on its way out of a handler; the one who called it replies with it.
class problem_found : public std::exception {
public:
  explicit problem_found(const problem& what) : told_{what} {}
  [[nodiscard]] const problem& told() const { return told_; }
  [[nodiscard]] const char* what() const noexcept override { return "a problem to be told"; }

private:
  problem told_;
};

/// The body of media type `problem_media_type`.
std::string render(const problem& told);

/// A failure as the OAuth endpoints tell it (RFC 6749 section 5.2).
struct oauth_error {
  fixed_text error = "";       ///< `invalid_request` and the like.
  fixed_text description = ""; ///< For the developer of the client; left out if empty.
};

/// The body of media type `json_media_type`; the response must not be stored.
std::string render(const oauth_error& told);

}
