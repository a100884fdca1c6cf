// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/grants.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// What a client that is not told anything is told (RFC 7662 section 2.2): no reason, no other
/// member.
std::string inactive_token();

/// A valid access token by its verified claims: those that RFC 7662 section 2.2 names, and `sid`
/// and `act`. Its scopes are these, whatever the claims say; without any there is no `scope`. JSON
/// text.
std::string active_access_token(const boost::json::object& claims,
                                const std::vector<std::string>& scopes);

/// A refresh token that can be redeemed, for these scopes. JSON text.
std::string active_refresh_token(const grants::row& grant, const std::vector<std::string>& scopes,
                                 std::string_view client_id, std::string_view issuer);

}
