// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/session.hpp"
#include "events/user.hpp"
#include "tests/support/journal_writer.hpp"
#include "tests/support/sample.hpp"

namespace muniment::test {

/// An id that differs in one number, for readable tests.
inline uuid id_of(std::uint16_t number) {
  uuid id;
  id.octets[14] = static_cast<std::uint8_t>(number >> 8);
  id.octets[15] = static_cast<std::uint8_t>(number);
  return id;
}

inline fact_of registered(std::uint16_t user) {
  auto fact = sample<user::registered<stored>>();
  fact.user_name.box = {static_cast<std::uint8_t>(user)};
  return in_stream(id_of(user), fact);
}
inline fact_of disabled(std::uint16_t user) { return in_stream(id_of(user), user::disabled{}); }
inline fact_of enabled(std::uint16_t user) { return in_stream(id_of(user), user::enabled{}); }
inline fact_of erased(std::uint16_t user) { return in_stream(id_of(user), sample<user::erased>()); }
inline fact_of signed_in(std::uint16_t session) {
  return in_stream(id_of(session), sample<session::started>());
}

/// A fact about a user that nothing can read.
inline fact_of poison(std::uint16_t user) {
  auto fact = disabled(user);
  fact.payload = pack(std::string{"no such payload"});
  return fact;
}

}
