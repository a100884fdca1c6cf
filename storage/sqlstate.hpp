// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pqxx {
class failure;
}

namespace muniment::storage {

/// The SQLSTATE behind what libpqxx threw, which hides some of them in the exception's type; empty
/// when the server said none.
std::string sqlstate_of(const pqxx::failure& error);

}
