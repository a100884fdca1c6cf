// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// Who acts by a token that another issuer's was exchanged for (RFC 8693 section 4.1).
struct acting_operator {
  std::string issuer; ///< of the workspace of the operators
  uuid id;            ///< of the operator's client there
};

/// What a token without a user is made of.
struct service_token_facts {
  std::string_view issuer;
  std::string_view client_id;
  std::string_view audience;
  std::vector<std::string> scopes;
  std::string_view token_id; ///< `jti`
  instant issued_at;
  instant expires_at;
  std::optional<acting_operator> act = {};
};

/// Its claims (RFC 9068 section 2.2): the client is its own subject. Without scopes there is no
/// `scope`, which holds one at least (RFC 6749 section 3.3). JSON text.
std::string service_token_claims(const service_token_facts& facts);

/// What is read of such a token.
struct service_token_read {
  uuid id; ///< `jti`: the stream of the token
  std::string audience;
  std::string client_id;
  std::vector<std::string> scopes;
  std::optional<acting_operator> act = {};
};

/// The claims of a token whose signature and type were verified, if this issuer made it for this
/// audience and it is not over; nothing for any other, a user's token included.
std::optional<service_token_read> read_service_token(const boost::json::object& claims,
                                                     std::string_view issuer,
                                                     std::string_view audience, instant now);

/// The same, whatever it is for: for who asks what a token is.
std::optional<service_token_read> read_service_token(const boost::json::object& claims,
                                                     std::string_view issuer, instant now);

/// The audience of a workspace's admin API.
std::string admin_audience(std::string_view issuer);

}
