// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <string>

/// What `up` enters by itself, as far as it is missing.
namespace muniment::ops {

/// Who enters it.
acting_party the_system();

/// `why` names a refusal; what an earlier start left (`already_exists`, `name_taken`) is none. Any
/// other throws storage::startup_error, which begins with `what`.
void expect_entered(const std::string& what, const std::string& why);

/// A workspace of that slug, with the issuer of this server's addresses; with its present one, and
/// a warning in the log, while another workspace has that. Throws storage::startup_error and
/// `workspace_unavailable`.
asio::awaitable<void> ensure_workspace(service& server, std::string slug, std::string name);

}
