// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// The names in a key store's directory, for its owner and for who looks at a copy of it. Pure.
namespace muniment::storage {

/// `era-<n>.key`.
std::string era_file_name(std::uint32_t number);

/// Whether a name has that form, with anything in the place of the number.
bool names_an_era(const std::string& name);

/// The number in it; nothing when the name is of another form or the number is not one.
std::optional<std::uint32_t> era_in(const std::string& name);

/// `dump-<workspace>.keys`.
std::string dump_file_name(const uuid& workspace);

/// The workspace in it; nothing when the name is of another form.
std::optional<uuid> dump_in(const std::string& name);

}
