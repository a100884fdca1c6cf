// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/operation.hpp"

namespace muniment::oidc {

/// The routes of a workspace for clients and browsers, as docs/openapi.yaml tells them: what
/// `oidc::routes` and `account::routes` have. Replies are told by what the builders of them make.
/// Pure.
openapi::chapter told_routes();

}
