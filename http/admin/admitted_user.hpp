// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"

namespace muniment::http {

/// Who asks by the access token of a user, whose claims were verified; nothing when it is none for
/// this API, or no longer in force. What the token allows is one thing, what the user may do
/// another: to read takes one of the roles `workspace.auditor` and `workspace.admin`, to change
/// anything `workspace.admin`, both of the project `default` and looked at anew each time. Throws
/// `problem_found` (403) and `workspace_unavailable`.
asio::awaitable<std::optional<acting_party>> admitted_user(std::shared_ptr<workspace> at,
                                                           claims_set claims, admin_right needed);

}
