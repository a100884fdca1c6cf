// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a user allowed a client. A fact of its own, withdrawn by event.
namespace muniment::consent {

inline constexpr std::string_view category = "consent";

/// The user allowed these scopes.
struct given {
  static constexpr std::string_view type = "consent.given";
  static constexpr std::uint16_t version = 1;

  uuid user;
  uuid client;
  std::vector<std::string> scopes;
  friend bool operator==(const given&, const given&) = default;
};
BOOST_DESCRIBE_STRUCT(given, (), (user, client, scopes))

/// It no longer holds.
struct withdrawn {
  static constexpr std::string_view type = "consent.withdrawn";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const withdrawn&, const withdrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(withdrawn, (), ())

template <form Form>
using event = std::variant<given, withdrawn>;

}
