// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/uuid.hpp"

#include <string>
#include <string_view>
#include <variant>

/// That a user has a role of a project. A fact of its own, taken back by event.
namespace muniment::role {

inline constexpr std::string_view category = "role";

/// The user has it.
struct granted {
  static constexpr std::string_view type = "role.granted";
  static constexpr std::uint16_t version = 1;

  uuid user;
  uuid project;
  std::string role; ///< one that the project knows, or a built-in one
  friend bool operator==(const granted&, const granted&) = default;
};
BOOST_DESCRIBE_STRUCT(granted, (), (user, project, role))

/// No longer.
struct revoked {
  static constexpr std::string_view type = "role.revoked";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const revoked&, const revoked&) = default;
};
BOOST_DESCRIBE_STRUCT(revoked, (), ())

template <form Form>
using event = std::variant<granted, revoked>;

}
