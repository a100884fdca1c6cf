// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace muniment {

/// How the ids of people are written wherever people and programs read them: as `sub`, in the admin
/// API, on the command line.
enum class user_id_format : std::uint8_t { uuid = 1, nanoid };

/// A fresh user's id from 16 random octets. The id itself tells for ever how it is written: version
/// 4 as a UUID, version 8 in NanoID's alphabet.
uuid make_user_id(user_id_format format, std::array<std::uint8_t, 16> entropy);

/// The one way in which this id is written: a UUID's canonical text, or 21 letters of A-Z, a-z,
/// 0-9, `_` and `-`, the first of them A, B, C or D.
std::string written_user_id(const uuid& id);

/// The id, from how it is written or from its canonical text as a UUID; nothing for other text.
std::optional<uuid> read_user_id(std::string_view text);

}
