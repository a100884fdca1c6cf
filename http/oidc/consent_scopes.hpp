// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "projections/consents.hpp"

#include <string>
#include <vector>

namespace muniment::oidc {

/// There is one stream of consent per user and client; its id comes from theirs.
uuid consent_stream(const uuid& user, const uuid& client);

/// Whether a consent holds for all of these scopes; null is none.
bool covers(const consents::row* consent, const std::vector<std::string>& scopes);

/// What a user who allows these scopes too allows then.
std::vector<std::string> joined_scopes(const consents::row* consent,
                                       std::vector<std::string> scopes);

}
