// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muniment::passwords {

/// What a deployment asks of a password that somebody chooses. There is no rule about kinds of
/// characters, and none that a password must be changed after some time (NIST SP 800-63B-4 section
/// 3.1.1.2; ASVS 5.0 6.2.5, 6.2.10). They hold when a password is chosen, not when it is typed to
/// sign in: whoever has one from before keeps it.
struct rules {
  std::size_t least_characters = 15;   ///< 8 to 64; 15 where it is the only factor (NIST)
  std::filesystem::path breached = {}; ///< a list as `find_breach` reads it; empty for none
};

/// Whom a password is to be of, as far as others may know it.
struct person {
  std::string user_name = {};
  std::string email = {};
  std::string display_name = {};
  std::string workspace = {}; ///< its slug
};

/// Why a password cannot be taken.
enum class fault : std::uint8_t {
  unreadable, ///< it is not UTF-8, or has a character that Unicode does not have yet
  too_short,
  too_long,  ///< for what is hashed
  guessable, ///< common, a pattern, or made of the names of person and place
  breached,  ///< on the list of stolen ones
  unchecked, ///< that list cannot be read, so nobody can tell
};

/// A sentence for people about a fault; the same on pages, in the API and on the command line.
struct fault_words {
  http::fixed_text heading; ///< without a full stop
  http::fixed_text text;    ///< what to do
};

/// What to tell under these rules. Pure.
fault_words words_of(fault wrong, const rules& asked);

/// How the API tells it, of the member `password`. Pure.
http::problem problem_of(fault wrong, const rules& asked);

/// A password's normal form, which is what is hashed, or what is wrong with its form: text, length.
/// Never cut, folded or trimmed. Pure.
std::variant<fault, std::string> well_formed(std::string_view typed, const rules& asked);

/// What is wrong with a password in its normal form otherwise: easy to guess, stolen, or beyond
/// telling. Takes milliseconds and reads a file, so for the password pool.
std::optional<fault> find_fault(std::string_view normal, const person& whose, const rules& asked);

}
