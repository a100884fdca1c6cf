// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/user.hpp"
#include "projections/projection.hpp"

#include <array>

/// The people of the workspace. Who looks one up by name asks the claims.
namespace muniment::users {

using event = user::event<stored>;

enum class phase : std::uint8_t { active = 1, disabled, erased };
BOOST_DESCRIBE_ENUM(phase, active, disabled, erased)

/// A person. Once erased, nothing is left but that there was one, and when.
struct row {
  uuid id;
  users::phase phase = users::phase::active;
  std::optional<sealed<std::string>> user_name;
  std::optional<sealed<std::string>> email;
  bool email_verified{};
  std::optional<sealed<std::string>> display_name;
  std::optional<std::string> locale; ///< BCP 47
  instant registered_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, phase, user_name, email, email_verified, display_name, locale,
                       registered_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "users";
  static constexpr std::array<std::string_view, 0> lookups{};
  using event = users::event;
  using row = users::row;
  using birth = user::registered<stored>;

  static auto keys(const recorded<event>& fact) { return users::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return users::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
