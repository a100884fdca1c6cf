// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A logical application inside a workspace: a named container of clients and role names.
namespace muniment::project {

inline constexpr std::string_view category = "project";

/// A project exists.
struct created {
  static constexpr std::string_view type = "project.created";
  static constexpr std::uint16_t version = 1;

  std::string name; ///< unique in the workspace
  friend bool operator==(const created&, const created&) = default;
};
BOOST_DESCRIBE_STRUCT(created, (), (name))

/// The project knows a role of this name.
struct role_defined {
  static constexpr std::string_view type = "project.role_defined";
  static constexpr std::uint16_t version = 1;

  std::string role;
  friend bool operator==(const role_defined&, const role_defined&) = default;
};
BOOST_DESCRIBE_STRUCT(role_defined, (), (role))

template <form Form>
using event = std::variant<created, role_defined>;

}
