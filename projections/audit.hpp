// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/catalogue.hpp"
#include "projections/projection.hpp"

#include <array>

/// Everything that happened, in order: who did what to whom, from where, and what came of it.
namespace muniment::audit {

/// Every event of every noun.
using event = boost::mp11::mp_rename<catalogue::all, std::variant>;

/// One event, without its payload.
struct row {
  std::uint64_t position{};
  instant recorded_at;
  actor_kind actor = actor_kind::system;
  std::optional<uuid> actor_id;
  std::optional<uuid> subject;
  std::string category;
  std::string type;
  uuid stream;
  std::uint64_t version{};
  event_outcome outcome = event_outcome::succeeded;
  uuid command;
  std::optional<trace_id> correlation;
  std::optional<sealed<access_metadata>> access;
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (position, recorded_at, actor, actor_id, subject, category, type, stream,
                       version, outcome, command, correlation, access))

std::vector<std::uint64_t> keys(const recorded<event>& fact);
row fold(const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "audit";
  static constexpr std::array<std::string_view, 3> lookups{"subject", "actor_id", "stream"};
  using event = audit::event;
  using row = audit::row;
  static constexpr bool written_once = true;

  static auto keys(const recorded<event>& fact) { return audit::keys(fact); }
  static std::optional<row> fold(const std::optional<row>&, std::uint64_t,
                                 const recorded<event>& fact) {
    return audit::fold(fact);
  }
};
static_assert(projection<model>);

}
