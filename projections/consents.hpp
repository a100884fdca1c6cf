// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/consent.hpp"
#include "projections/projection.hpp"

#include <array>

/// What users allowed clients.
namespace muniment::consents {

using event = consent::event<stored>;

/// The scopes that hold now; none once withdrawn. Giving it again revives nothing that was allowed
/// before `last_withdrawn_at`, which therefore stays for ever.
struct row {
  uuid id;
  uuid user;
  uuid client;
  std::vector<std::string> scopes;
  instant given_at;                         ///< the last time
  std::optional<instant> withdrawn_at;      ///< nothing while it stands
  std::optional<instant> last_withdrawn_at; ///< the last time, if ever
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, user, client, scopes, given_at, withdrawn_at, last_withdrawn_at,
                       position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "consents";
  static constexpr std::array<std::string_view, 2> lookups{"user", "client"};
  using event = consents::event;
  using row = consents::row;

  static auto keys(const recorded<event>& fact) { return consents::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return consents::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
