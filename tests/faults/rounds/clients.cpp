// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/clients.hpp"

#include <algorithm>

namespace muniment::test {

namespace {

/// A refused client comes again after this; without it, it would do nothing but ask.
constexpr std::int64_t pause_nanoseconds = 20'000'000;

/// One answer in so many that is refusal or doubt makes a client give up.
constexpr std::uint64_t patience = 8;

}

client_counts& client_counts::operator+=(const client_counts& other) {
  acknowledged += other.acknowledged;
  attempts += other.attempts;
  unanswered += other.unanswered;
  answered_unknown += other.answered_unknown;
  proved_written += other.proved_written;
  proved_absent += other.proved_absent;
  given_up += other.given_up;
  gone_refused += other.gone_refused;
  return *this;
}

clients::clients(std::size_t count, std::uint64_t seed) : clients_(count), random_{seed} {}

uuid clients::fresh_id() {
  std::array<std::uint8_t, 16> octets;
  for (auto& octet : octets)
    octet = static_cast<std::uint8_t>(random_());
  return uuid::random(octets);
}

bool clients::moves(const client& each, std::int64_t now, bool loading) const {
  return !each.flying && each.not_before <= now && (loading || each.operation);
}

std::vector<clients::attempt> clients::due(std::int64_t now, bool loading, const route& to) {
  std::vector<attempt> all;
  for (std::size_t each = 0; each < clients_.size(); ++each) {
    if (!moves(clients_[each], now, loading)) continue;
    const auto server = to(each);
    if (!server) continue;
    all.push_back({*server, next(each, now)});
    flying_.emplace(last_attempt_, flight{each, *server, now});
  }
  return all;
}

wish clients::next(std::size_t each, std::int64_t now) {
  auto& client = clients_[each];
  if (!client.operation) {
    client.operation = history_.size();
    client.nonce = random_();
    client.doubtful = false;
    history_.push_back({fresh_id(), now, 0, known_outcome::none, 0, 0});
  }
  auto& operation = history_[*client.operation];
  ++operation.attempts;
  ++counts_.attempts;
  client.flying = true;
  return {++last_attempt_, each % 2 == 0, operation.command, fresh_id(), client.nonce};
}

std::size_t clients::in_flight_to(int server, std::int64_t moment) const {
  return static_cast<std::size_t>(std::ranges::count_if(flying_, [&](const auto& each) {
    return each.second.server == server && each.second.sent_at <= moment;
  }));
}

void clients::answered(const told_answer& answer, std::int64_t now) {
  const auto found = flying_.find(answer.attempt);
  if (found == flying_.end()) return;
  auto& client = clients_[found->second.client];
  flying_.erase(found);
  client.flying = false;
  auto& operation = history_[*client.operation];
  operation.answered_at = now;
  switch (answer.outcome) {
  case known_outcome::committed:
  case known_outcome::known:
    return acknowledge(client, answer);
  case known_outcome::refused:
    return refused(client, now);
  default:
    ++counts_.answered_unknown;
    return doubt(client, known_outcome::unknown, now);
  }
}

void clients::acknowledge(client& each, const told_answer& answer) {
  auto& operation = history_[*each.operation];
  operation.outcome = answer.outcome;
  operation.position = answer.position;
  ++counts_.acknowledged;
  if (each.doubtful)
    ++(answer.outcome == known_outcome::known ? counts_.proved_written : counts_.proved_absent);
  each.operation.reset();
}

void clients::server_died(int server, std::int64_t now) {
  std::erase_if(flying_, [&](const auto& entry) {
    if (entry.second.server != server) return false;
    auto& client = clients_[entry.second.client];
    client.flying = false;
    ++counts_.unanswered;
    doubt(client, known_outcome::none, now);
    return true;
  });
}

/// Who gives up now has been told for certain that nothing was written, unless it was in doubt.
void clients::refused(client& each, std::int64_t now) {
  history_[*each.operation].outcome =
      each.doubtful ? known_outcome::unknown : known_outcome::refused;
  each.not_before = now + pause_nanoseconds;
  if (random_() % patience != 0) return;
  ++(each.doubtful ? counts_.given_up : counts_.gone_refused);
  each.operation.reset();
}

void clients::doubt(client& each, known_outcome outcome, std::int64_t now) {
  auto& operation = history_[*each.operation];
  operation.outcome = outcome;
  operation.answered_at = now;
  each.doubtful = true;
  if (random_() % patience != 0) return;
  ++counts_.given_up;
  each.operation.reset();
}

std::vector<operation> clients::history() const {
  auto all = history_;
  for (const auto& [attempt, flight] : flying_)
    all[*clients_[flight.client].operation].outcome = known_outcome::none;
  return all;
}

bool clients::at_rest() const {
  for (const auto& each : clients_)
    if (each.operation) return false;
  return true;
}

}
