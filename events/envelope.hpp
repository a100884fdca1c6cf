// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/personal.hpp"
#include "events/uuid.hpp"

#include <array>
#include <optional>
#include <string>

namespace muniment {

/// Who acted. Unknown kinds decode, so that an old node reads what a newer one wrote.
enum class actor_kind : std::uint8_t {
  user = 1,
  client,
  service_account,
  api_key,
  deployment_operator,
  member,
  policy,
  system,
};
BOOST_DESCRIBE_ENUM(actor_kind, user, client, service_account, api_key, deployment_operator, member,
                    policy, system)
template <>
inline constexpr bool open_enum<actor_kind> = true;

/// One party, by kind and random id; the id is absent where the kind says everything (system).
struct principal {
  actor_kind kind = actor_kind::system;
  std::optional<uuid> id;
  friend bool operator==(const principal&, const principal&) = default;
};
BOOST_DESCRIBE_STRUCT(principal, (), (kind, id))

/// The party that acted, how it proved who it is (`password`, `client_secret`, `none` …), and for
/// whom it acted, if for another.
struct acting_party {
  actor_kind kind = actor_kind::system;
  std::optional<uuid> id;
  std::string authentication;
  std::optional<principal> on_behalf_of;
  friend bool operator==(const acting_party&, const acting_party&) = default;
};
BOOST_DESCRIBE_STRUCT(acting_party, (), (kind, id, authentication, on_behalf_of))

/// Whether what was wished came about.
enum class event_outcome : std::uint8_t { succeeded = 1, refused, failed };
BOOST_DESCRIBE_ENUM(event_outcome, succeeded, refused, failed)
template <>
inline constexpr bool open_enum<event_outcome> = true;

/// A W3C trace id: 16 octets, rendered as 32 hex digits.
using trace_id = std::array<std::uint8_t, 16>;

/// Where a request came from. Sealed under HKDF(day key, subject key) where a subject is known,
/// else under the day key, so that destroying either makes it unreadable.
struct access_metadata {
  std::string address;
  std::string agent;
  friend bool operator==(const access_metadata&, const access_metadata&) = default;
};
BOOST_DESCRIBE_STRUCT(access_metadata, (), (address, agent))

/// What surrounds every fact. Frozen with golden bytes: the order, the number and the meaning of
/// these members never change; another shape would be another `format`.
struct envelope {
  static constexpr std::uint8_t current_format = 1;

  std::uint8_t format = current_format;
  uuid journal;                   ///< born with the first event, kept by export and import
  std::uint64_t position = 0;     ///< place in the journal, from 1, gap-free
  std::string category;           ///< first part of the stream's name, such as `user`
  uuid stream;                    ///< second part
  std::uint64_t version = 0;      ///< place in the stream, from 1
  std::string type;               ///< such as `user.registered`
  std::uint16_t type_version = 0; ///< shape of the payload
  instant recorded_at;            ///< max(clock, previous event's)
  acting_party actor;
  std::optional<uuid> subject; ///< whom it is about: whose key seals its personal fields
  std::optional<uuid> tenant;
  std::optional<uuid> project;
  uuid command;                        ///< the wish that caused it; the key of idempotency
  std::optional<uuid> causation;       ///< the command that caused the command
  std::optional<trace_id> correlation; ///< the W3C trace it belongs to
  event_outcome outcome = event_outcome::succeeded;
  std::optional<sealed<access_metadata>> access;
  friend bool operator==(const envelope&, const envelope&) = default;
};
BOOST_DESCRIBE_STRUCT(envelope, (),
                      (format, journal, position, category, stream, version, type, type_version,
                       recorded_at, actor, subject, tenant, project, command, causation,
                       correlation, outcome, access))

/// A fact with what surrounds it: what `evolve` and `fold` see.
template <class Fact>
struct recorded {
  envelope at;
  Fact fact;
  friend bool operator==(const recorded&, const recorded&) = default;
};

}
