// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_database.hpp"

#include "http/server/ids.hpp"
#include "ops/serve/logins_file.hpp"
#include "storage/failure.hpp"
#include "storage/leases.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

storage::prepared_database prepare_local_database(const std::string& dsn,
                                                  const std::string& base_domain) {
  const storage::deployment wanted{http::random_id(), base_domain,
                                   *storage::deployment_tag::parse("main"),
                                   storage::supported_format_level};
  try {
    auto prepared =
        storage::database_prepare(dsn, wanted, fresh_passwords(storage::usual_pool_logins));
    storage::end_all_terms(dsn);
    return prepared;
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(),
                                 "the data directory belongs to another deployment or version"};
  }
}

}
