// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/endpoint.hpp"

#include <string>

namespace muniment::http {

/// One row of the table of an API of ours; `Call` is what its endpoints are given.
template <class Call>
struct api_row {
  endpoint<Call> does;
  const char* path; ///< with one named segment at most
  admin_right needed;
  const char* summary; ///< what it does, for docs/openapi.yaml
};

/// What a row says of itself; `tag` is its chapter. The schemas it refers to join `used`.
template <class Call>
openapi::operation told(const api_row<Call>& row, std::string tag, openapi::components& used) {
  return openapi::api_operation({row.does.method, row.path, row.summary, std::move(tag)},
                                row.needed == admin_right::read ? "admin:read" : "admin:write",
                                row.does.describe(used));
}

/// The named segment of the path, percent-decoded; empty where the pattern names none. Throws
/// `problem_found` (404) for one that is no encoding of anything.
std::string named_segment(const char* pattern, const request& asked);

/// What a request is told about tokens when it has none that will do.
struct token_challenge {
  std::string realm;      ///< who gives them: an issuer, or the control plane's origin
  bool presented = false; ///< it came with one, or with something in its place
};

/// The reply, or the problem that was thrown instead of it; 401 and 403 tell how to authenticate,
/// and what was wrong with a token that came (RFC 6750 section 3).
asio::awaitable<response> problems_told(asio::awaitable<response> answering,
                                        token_challenge challenge);

/// The challenge to who asked, by who gives the tokens.
token_challenge challenge_for(const request& asked, std::string realm);

}
