// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/grant.hpp"
#include "events/session.hpp"
#include "http/admin/admission.hpp"

namespace muniment::http {

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

/// Ends every session and grant of a user that is in force, by a policy, on behalf of whoever asks.
/// Until it is done their readers look at the user. What is ended stays ended when it is done
/// again. Throws `workspace_unavailable`.
asio::awaitable<endings> end_all_of(admin_call call, uuid user, ending_reasons why);

/// The same of the grants of one client only.
asio::awaitable<endings> end_grants_of(admin_call call, uuid user, uuid client);

}
