// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// One dedicated instance: its address and the generations of its keys.
namespace muniment::workspace {

inline constexpr std::string_view category = "workspace";

/// The workspace came into being; this is position 1 of every journal.
struct created {
  static constexpr std::string_view type = "workspace.created";
  static constexpr std::uint16_t version = 1;

  std::string slug;   ///< route name, changeable
  std::string issuer; ///< canonical issuer URL
  std::string display_name;
  friend bool operator==(const created&, const created&) = default;
};
BOOST_DESCRIBE_STRUCT(created, (), (slug, issuer, display_name))

/// It answers at another name from now on.
struct slug_changed {
  static constexpr std::string_view type = "workspace.slug_changed";
  static constexpr std::uint16_t version = 1;

  std::string slug;
  std::string issuer;
  friend bool operator==(const slug_changed&, const slug_changed&) = default;
};
BOOST_DESCRIBE_STRUCT(slug_changed, (), (slug, issuer))

/// The workspace key was replaced and everything under it re-wrapped; the old key is gone.
struct keys_rolled {
  static constexpr std::string_view type = "workspace.keys_rolled";
  static constexpr std::uint16_t version = 1;

  std::uint32_t generation{}; ///< of the workspace key, from 1
  friend bool operator==(const keys_rolled&, const keys_rolled&) = default;
};
BOOST_DESCRIBE_STRUCT(keys_rolled, (), (generation))

template <form Form>
using event = std::variant<created, slug_changed, keys_rolled>;

}
