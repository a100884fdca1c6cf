// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"

#include <string>

namespace muniment::http {

/// One row of the table of an API of ours; `Call` is what its endpoints are given.
template <class Call>
struct api_row {
  const char* method;
  const char* path; ///< with one named segment at most
  admin_right needed;
  asio::awaitable<response> (*serve)(Call call);
};

/// The named segment of the path, percent-decoded; empty where the pattern names none. Throws
/// `problem_found` (404) for one that is no encoding of anything.
std::string named_segment(const char* pattern, const request& asked);

/// The reply, or the problem that was thrown instead of it.
asio::awaitable<response> problems_told(asio::awaitable<response> answering);

}
