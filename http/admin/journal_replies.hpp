// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "http/admin/replies.hpp"

namespace muniment {

BOOST_DESCRIBE_ENUM(projection_phase, opening, folding, held, parked)

}

/// What the admin API answers about the journal and what is computed from it, as shapes.
namespace muniment::http::api {

/// Who acted. An operator of the deployment is an `operator` here.
struct audit_actor {
  std::string kind;
  std::optional<std::string> id;
};
BOOST_DESCRIBE_STRUCT(audit_actor, (), (kind, id))

struct audit_stream {
  std::string category;
  std::string id;
};
BOOST_DESCRIBE_STRUCT(audit_stream, (), (category, id))

struct audit_entry {
  std::uint64_t position{};
  instant recorded_at;
  audit_actor actor;
  std::optional<std::string> subject;
  std::string type;
  audit_stream stream;
  std::uint64_t version{};
  event_outcome outcome = event_outcome::succeeded;
  std::optional<std::string> address;
  std::optional<std::string> agent;
  uuid command;
  std::optional<trace_id> correlation;
};
BOOST_DESCRIBE_STRUCT(audit_entry, (),
                      (position, recorded_at, actor, subject, type, stream, version, outcome,
                       address, agent, command, correlation))

struct audit_page : page<audit_entry> {
  std::uint64_t seen_until{}; ///< where to go on asking for what is new
};
BOOST_DESCRIBE_STRUCT(audit_page, (page<audit_entry>), (seen_until))

/// An event as the journal has it: docs/events.md describes each type's payload.
struct event : envelope {
  boost::json::object payload;
};
BOOST_DESCRIBE_STRUCT(event, (envelope), (payload))

/// One that this version of the program cannot read.
struct unreadable_event {
  std::uint64_t position{};
  bytes unreadable;
};
BOOST_DESCRIBE_STRUCT(unreadable_event, (), (position, unreadable))

struct projection {
  std::string name;
  projection_phase phase = projection_phase::opening;
  std::uint64_t folded{};
  std::uint64_t persisted{};
  if_any<std::uint64_t> parked_at;
  if_any<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(projection, (), (name, phase, folded, persisted, parked_at, reason))

struct projections_page : page<projection> {
  std::uint64_t head{};
};
BOOST_DESCRIBE_STRUCT(projections_page, (page<projection>), (head))

struct rebuilt_projection {
  std::uint64_t position{};
  std::uint64_t rows{};
  std::string checksum; ///< SHA-256, in hex
  std::int64_t took_ms{};
};
BOOST_DESCRIBE_STRUCT(rebuilt_projection, (), (position, rows, checksum, took_ms))

struct verified_projection {
  bool equal{};
  std::uint64_t position{};
  std::uint64_t rows{};
  std::string checksum;
  if_any<std::string> difference;
};
BOOST_DESCRIBE_STRUCT(verified_projection, (), (equal, position, rows, checksum, difference))

struct verified_journal {
  bool equal{};
  std::uint64_t position{};
  std::uint64_t claims{};
  std::uint64_t tiles{};
  std::uint64_t differing{};
  std::vector<std::string> differences;
};
BOOST_DESCRIBE_STRUCT(verified_journal, (),
                      (equal, position, claims, tiles, differing, differences))

struct rolled_keys {
  std::uint64_t era{};
  std::uint64_t workspaces{};
  std::int64_t took_ms{};
};
BOOST_DESCRIBE_STRUCT(rolled_keys, (), (era, workspaces, took_ms))

enum class operation_status : std::uint8_t { running = 1, done, failed };
BOOST_DESCRIBE_ENUM(operation_status, running, done, failed)

/// What is long and was asked for.
struct operation {
  uuid id;
  std::string kind;
  if_any<std::string> subject;
  operation_status status = operation_status::running;
  if_any<std::string> stage;
  std::uint64_t done{};
  std::uint64_t total{};
  double per_second{};
  std::string unit;
  if_any<either<rebuilt_projection, verified_projection, verified_journal, rolled_keys>> result;
  if_any<std::string> error;
};
BOOST_DESCRIBE_STRUCT(operation, (),
                      (id, kind, subject, status, stage, done, total, per_second, unit, result,
                       error))

}
