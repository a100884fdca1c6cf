// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "http/server/fixed_text.hpp"

#include <string>
#include <vector>

namespace muniment::http {

/// Throws `problem_found` (422) naming the member, and what is wrong, when one of these URIs cannot
/// be registered for a client of that type (http/oidc/redirect_uri.hpp).
void check_redirects(fixed_text member, const std::vector<std::string>& uris,
                     client::client_type type);

}
