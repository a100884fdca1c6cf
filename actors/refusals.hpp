// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/assert/source_location.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace muniment {

/// A lawful no. Not an I/O error and not a bug: the answer of a rule. Codes are names, never
/// numbers, outside this process. (`muniment::refusal` is the noun whose events tell of it.)
enum class refusal_code : std::uint8_t {
#define REFUSAL(code, status, oauth, sentence, cause, cure) code,
#include "actors/refusals.def"
#undef REFUSAL
};

/// One row of the register.
struct refusal_entry {
  refusal_code code;
  std::string_view name;
  int http_status;
  std::string_view oauth_error; ///< RFC 6749 section 5.2; empty where OAuth has no word for it
  std::string_view sentence;
  std::string_view cause;
  std::string_view cure;
};

std::span<const refusal_entry> refusals();

/// The row of `code`.
const refusal_entry& entry_of(refusal_code code);

/// The row named `name`; null when there is none.
const refusal_entry* find_refusal(std::string_view name);

[[noreturn]] void throw_exception_from_error(refusal_code code, const boost::source_location&);

}
