// SPDX-License-Identifier: Apache-2.0
#include "tests/support/journal_database.hpp"

#include "storage/provisioning.hpp"
#include "tests/support/external_server.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>

namespace muniment::test {

using namespace storage;

login_passwords test_passwords() { return {"control's", "hub's", {"first pool's", "second's"}}; }

deployment test_deployment() {
  return {fresh_id(), "muniment.localhost", *deployment_tag::parse("test"), 1};
}

uuid fresh_id() {
  static std::atomic<std::uint64_t> made = 0;
  static const auto process = std::random_device{}();
  std::array<std::uint8_t, 16> octets{};
  const auto number = ++made;
  for (int at = 0; at < 8; ++at)
    octets[15 - at] = static_cast<std::uint8_t>(number >> (8 * at));
  for (int at = 0; at < 4; ++at)
    octets[at] = static_cast<std::uint8_t>(process >> (8 * at));
  return uuid::random(octets);
}

std::string fresh_slug() { return to_string(fresh_id()); }

namespace {

void take_all(const std::string& dsn) {
  if (external_dsn().empty()) return;
  pqxx::connection session{dsn};
  take_roles(session);
}

}

journal_database::journal_database(durability wish) : journal_database{fresh_database(wish)} {}

journal_database::journal_database(std::string owner_dsn)
    : owner_{std::move(owner_dsn)}, prepared_{database_prepare(owner_, test_deployment(),
                                                               test_passwords())},
      pool_{owner_, prepared_.logins.pools} {
  take_all(owner_);
}

schema_name journal_database::workspace() {
  auto made = provision(dsn(logins().control), fresh_id(), fresh_id(), fresh_slug()).schema;
  take_all(owner_);
  return made;
}

std::string journal_database::value(const std::string& sql) const {
  owner_session session{*this};
  return pqxx::nontransaction{session}.exec1(sql)[0].as<std::string>("");
}

void journal_database::execute(const std::string& sql) const {
  owner_session session{*this};
  pqxx::nontransaction{session}.exec(sql);
}

owner_session::owner_session(const journal_database& database)
    : pqxx::connection{database.owner_dsn()} {
  take_roles(*this);
}

journal_database& shared_database() {
  static journal_database database;
  return database;
}

namespace {

event_row event_at(std::uint64_t position, std::int16_t category) {
  return {.position = position,
          .recorded_at =
              from_microseconds(1'700'000'000'123'456 + static_cast<std::int64_t>(position)),
          .version = 1,
          .category = category,
          .type = 7,
          .stream = fresh_id(),
          .actor = {},
          .command = fresh_id(),
          .body = bytes(40, static_cast<std::uint8_t>(position))};
}

}

journal_part part_on(const schema_name& schema, std::uint64_t epoch, std::uint64_t position,
                     std::size_t facts, std::size_t traffic) {
  journal_part part{
      .schema = schema, .epoch = epoch, .position = position, .frontier = bytes(32, 1)};
  while (part.facts.size() < facts)
    part.facts.push_back(event_at(++position, 1));
  while (part.traffic.size() < traffic)
    part.traffic.push_back(event_at(++position, 2));
  return part;
}

journal_part first_part(const schema_name& schema, std::size_t facts, std::size_t traffic) {
  return part_on(schema, 1, 0, facts, traffic);
}

void own(hub_connection& hub, const schema_name& schema) {
  const auto taken = hub.take_over(schema, 0);
  if (taken.verdict != takeover_verdict::taken || !taken.head.raised)
    throw std::runtime_error{"the workspace is not new"};
}

bool holds_head(const journal_database& database, const hub_connection& hub) {
  return eventually(database, "SELECT coalesce(bool_or(wait_event = 'ClientRead' AND backend_xid IS"
                              " NOT NULL), false) FROM pg_stat_activity WHERE pid = " +
                                  std::to_string(hub.backend_pid()));
}

bool eventually(const journal_database& database, const std::string& sql) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  // What is waited for may be over soon: a session for each look would be too slow over TLS.
  owner_session session{database};
  pqxx::nontransaction looks{session};
  while (std::chrono::steady_clock::now() < end) {
    if (looks.exec1(sql)[0].as<std::string>("") == "t") return true;
    std::this_thread::yield();
  }
  return false;
}

}
