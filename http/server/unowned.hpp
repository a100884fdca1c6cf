// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>

namespace muniment::http {

/// How a coroutine that nobody awaits completes (the token of `co_spawn`): what it throws goes on
/// out of `io_context::run`, as from any handler, where `asio::detached` would let it vanish.
struct unowned_completion {
  void operator()(std::exception_ptr thrown) const {
    if (thrown) std::rethrow_exception(std::move(thrown));
  }
};
inline constexpr unowned_completion unowned{};

}
