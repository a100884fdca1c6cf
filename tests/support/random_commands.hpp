// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/commands.hpp"

#include <array>
#include <random>

namespace muniment::test {

/// Chance with a seed: the same seed throws the same.
class dice {
public:
  explicit dice(std::uint64_t seed) : engine_{seed} {}

  /// From 0 to `sides` - 1.
  std::uint64_t below(std::uint64_t sides) { return engine_() % sides; }
  bool chance(unsigned percent) { return below(100) < percent; }

  std::array<std::uint8_t, 16> entropy();
  uuid id() { return uuid::random(entropy()); }
  bytes digest();
  std::string word(std::string_view stem) { return std::string{stem} + std::to_string(below(40)); }

  /// One of some; `otherwise` when there is none.
  template <class T>
  T one_of(const std::vector<T>& some, T otherwise = {}) {
    return some.empty() ? otherwise : some[below(some.size())];
  }

  /// Some of `all`, in their order.
  std::vector<std::string> some_of(const std::vector<std::string>& all);

private:
  std::mt19937_64 engine_;
};

/// What a command can refer to.
struct surroundings {
  instant now;
  std::vector<uuid> projects;
  std::vector<uuid> users;
  std::vector<uuid> clients;
  std::vector<uuid> sessions;
};

/// A command for an aggregate in this state: mostly one that makes sense, sometimes one that does
/// not.
workspace::command draw(dice&, const surroundings&, const workspace::state<opened>&);
project::command draw(dice&, const surroundings&, const project::state<opened>&);
user::command draw(dice&, const surroundings&, const user::state<opened>&);
credential::command draw(dice&, const surroundings&, const credential::state<opened>&);
client::command draw(dice&, const surroundings&, const client::state<opened>&);
consent::command draw(dice&, const surroundings&, const consent::state<opened>&);
session::command draw(dice&, const surroundings&, const session::state<opened>&);
grant::command draw(dice&, const surroundings&, const grant::state<opened>&);
signing_key::command draw(dice&, const surroundings&, const signing_key::state<opened>&);
refusal::command draw(dice&, const surroundings&, const refusal::state<opened>&);
service_token::command draw(dice&, const surroundings&, const service_token::state<opened>&);
role::command draw(dice&, const surroundings&, const role::state<opened>&);

}
