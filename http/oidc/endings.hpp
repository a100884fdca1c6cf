// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/grant.hpp"
#include "events/session.hpp"
#include "http/oidc/call.hpp"
#include "http/server/wish.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace muniment::oidc {

/// What of a user's was ended, and whether that was all there was to end: a request has its time.
struct endings {
  std::uint64_t sessions = 0;
  std::uint64_t grants = 0;
  bool all = true;
};

/// Why they end.
struct ending_reasons {
  muniment::session::session_end session = muniment::session::session_end::revoked;
  muniment::grant::grant_end grant = muniment::grant::grant_end::revoked;
};

/// Whose it is, and by which request it is to end.
struct ending_order {
  workspace_door& at; ///< outlives the coroutine
  uuid user;
  http::wish_origin from; ///< whoever asks
  std::chrono::steady_clock::time_point deadline;
};

/// Ends every session and grant of a user that is in force, by a policy, on behalf of whoever asks
/// (docs/decisions/0019); but for a session that is spared, and for what that one gave. Until it is
/// done their readers look at the user. What is ended stays ended when it is done again. Throws
/// `workspace_unavailable`.
asio::awaitable<endings> end_all_of(ending_order order, ending_reasons why,
                                    std::optional<uuid> spared);

/// The same of the grants of one client only.
asio::awaitable<endings> end_grants_of(ending_order order, uuid client);

}
