// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace muniment::storage {

/// Why a key could not be had. "There is no such key" is not among them where an erasure or a
/// destroyed day is the lawful reason: those answers are empty, never thrown.
enum class key_fault {
  foreign_era, ///< The row or dump is wrapped under an era key that the key store does not hold.
  damaged,     ///< A row or dump does not open under the key that should open it.
  mismatched,  ///< A subject's key is another one than its event names.
  absent,      ///< A key that must exist has no row; for a subject: it is erased or unknown.
  not_covered, ///< An era cannot be destroyed: a workspace still depends on it.
  over_limit,  ///< More rows, or more bytes in a row, than one append can carry.
};

/// Thrown by the key tree. Its text names kinds, numbers and random ids, never a key or a person.
class key_error : public std::runtime_error {
public:
  key_error(key_fault fault, const std::string& sentence)
      : std::runtime_error{sentence}, fault_{fault} {}

  [[nodiscard]] key_fault fault() const { return fault_; }

private:
  key_fault fault_;
};

}
