// SPDX-License-Identifier: Apache-2.0
#include "actors/refusals.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace muniment {

namespace {

constexpr auto register_rows = std::to_array<refusal_entry>({
#define REFUSAL(code, status, oauth, sentence, cause, cure)                                        \
  {refusal_code::code, #code, status, oauth, sentence, cause, cure},
#include "actors/refusals.def"
#undef REFUSAL
});

}

std::span<const refusal_entry> refusals() { return register_rows; }

const refusal_entry& entry_of(refusal_code code) {
  return register_rows.at(static_cast<std::size_t>(code));
}

const refusal_entry* find_refusal(std::string_view name) {
  const auto row = std::ranges::find(register_rows, name, &refusal_entry::name);
  return row == register_rows.end() ? nullptr : &*row;
}

void throw_exception_from_error(refusal_code code, const boost::source_location&) {
  throw std::logic_error{"a refusal was read as a decision: " + std::string{entry_of(code).name}};
}

}
