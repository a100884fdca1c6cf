// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/server/route.hpp"

#include <memory>
#include <vector>

namespace muniment::oidc {

/// Everything that a workspace serves to browsers and clients: OIDC and its pages.
std::vector<http::route> routes(std::shared_ptr<const oidc_context> context);

}
