// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_database.hpp"

#include "crypto/random.hpp"
#include "http/server/ids.hpp"
#include "storage/failure.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace {

/// Five logins serve a thousand workspaces.
constexpr std::size_t pool_logins = 5;
constexpr std::size_t password_octets = 32;

storage::login_passwords fresh_passwords() {
  const auto make = [] { return crypto::random_token(password_octets); };
  storage::login_passwords made{make(), make(), {}};
  for (std::size_t each = 0; each < pool_logins; ++each)
    made.pools.push_back(make());
  return made;
}

}

storage::prepared_database prepare_local_database(const std::string& dsn,
                                                  const std::string& base_domain) {
  const storage::deployment wanted{http::random_id(), base_domain,
                                   *storage::deployment_tag::parse("main"),
                                   storage::supported_format_level};
  try {
    return storage::database_prepare(dsn, wanted, fresh_passwords());
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(),
                                 "the data directory belongs to another deployment or version"};
  }
}

}
