// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/door.hpp"
#include "http/server/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace muniment::http {

/// How a failure that no handler answers (a full server, a method that is not served) is told at a
/// route.
enum class error_style : unsigned char {
  page,    ///< to a person, as HTML
  oauth,   ///< as RFC 6749 section 5.2 has it
  problem, ///< RFC 9457
};

/// Lets scripts at other origins read a failure that no handler tells, where the endpoint lets them
/// read its replies; empty where it does not.
struct failure_sharing {
  /// Where the workspace answers. Throws `workspace_unavailable`; the door outlives it.
  std::function<asio::awaitable<response>(workspace_door&, request_ptr, response)> asking;
  /// Where it may not be waited for: by what it has in memory.
  std::function<response(const workspace_door&, const request&, response)> at_once;
};

/// One row of the route table.
struct route {
  std::vector<std::string> methods;
  std::string path; ///< exact
  error_style style = error_style::problem;
  /// The door outlives the coroutine.
  std::function<asio::awaitable<response>(workspace_door&, request_ptr)> handle;
  failure_sharing sharing = {};
  bool takes_token = false; ///< Access tokens of the workspace open it.
  bool acts_on_get = false; ///< GET changes something there: HEAD is not answered by it.
};

}
