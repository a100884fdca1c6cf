// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"

#include <string>
#include <vector>

namespace muniment::storage {

/// The call of a schema's `append`, to be prepared once per connection.
std::string append_statement(const schema_name& schema);

/// The call's parameters in order, each in binary form: three scalars, then the columns of each
/// list as arrays of one length. Never a NULL.
std::vector<bytes> append_parameters(const journal_part& part);

}
