// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"

#include <chrono>

namespace muniment::http {

/// So many seconds a list waits at most for something new: below the time a handler has.
inline constexpr std::uint64_t longest_event_wait = 5;

/// Until there is an event after `position`, at most for `patience`. Throws
/// `workspace_unavailable`.
asio::awaitable<void> wait_for_event(std::shared_ptr<workspace> at, std::uint64_t position,
                                     std::chrono::seconds patience);

}
