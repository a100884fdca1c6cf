// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/failure.hpp"

#include <string>

namespace pqxx {
class failure;
class sql_error;
}

namespace muniment::storage {

/// The SQLSTATE behind what libpqxx threw, which hides some of them in the exception's type; empty
/// when the server said none.
std::string sqlstate_of(const pqxx::failure& error);

/// What the server said no to, as a failure: timed_out where a lock or the statement took too long,
/// else refused. `sentence` says what was wanted of it, and is followed by the SQLSTATE.
failure failure_from(const pqxx::sql_error& error, const std::string& sentence);

}
