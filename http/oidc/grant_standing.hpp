// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <optional>

namespace muniment::oidc {

/// Why a grant allows nothing any more, by the rows it hangs on (http/oidc/standing.hpp); nothing
/// if it stands.
/// `at` outlives the coroutine.
asio::awaitable<std::optional<grant::grant_end>> find_why_over(http::workspace_door& at,
                                                               grants::row grant);

/// Ends a grant that stands no more, so that the journal says it too. Does nothing to one that has
/// ended.
asio::awaitable<void> end_grant(call at, grants::row grant, grant::grant_end reason,
                                acting_party actor);

/// Ends all that a session gave, at most a hundred at once; what is left is over with the session
/// all the same.
asio::awaitable<void> end_grants_of_session(call at, uuid session, acting_party actor);

/// Ends all that one client got in a session that may stand, of the first thousands that all
/// clients got in it.
asio::awaitable<void> revoke_grants_of_client(call at, uuid session, uuid client,
                                              acting_party actor);

}
