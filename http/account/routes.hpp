// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/server/route.hpp"

#include <memory>
#include <vector>

namespace muniment::account {

/// The pages of a workspace that people open by themselves.
std::vector<http::route> routes(std::shared_ptr<const oidc::oidc_context> context);

}
