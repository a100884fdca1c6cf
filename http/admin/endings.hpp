// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/oidc/endings.hpp"

/// What ends for who calls the admin API (http/oidc/endings.hpp).
namespace muniment::http {

using oidc::ending_reasons;
using oidc::endings;

/// Ends every session and grant of a user that is in force.
asio::awaitable<endings> end_all_of(admin_call call, uuid user, ending_reasons why);

/// Ends the grants that one client has of a user.
asio::awaitable<endings> end_grants_of(admin_call call, uuid user, uuid client);

}
