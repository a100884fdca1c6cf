// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Values in Postgres's text form, for read-model rows that travel through libpqxx.
namespace muniment::storage {

/// One column of one row; nothing is NULL.
using field_text = std::optional<std::string>;

/// A row as text, in the order of its columns.
using row_text = std::vector<field_text>;

/// A bytea literal.
std::string octets_text(bytes_view octets);

/// Reads `octets_text`; throws `failure{refused}` for anything else.
bytes octets_from(std::string_view text);

/// A one-dimensional array literal.
std::string array_text(const std::vector<field_text>& elements);

/// Reads an array of texts without NULLs; throws `failure{refused}` for anything else.
std::vector<std::string> texts_from(std::string_view text);

/// `value` itself, unless Postgres cannot hold it: throws `failure{refused}` for U+0000.
const std::string& storable(const std::string& value);

}
