// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/arena.hpp"

#include <algorithm>
#include <poll.h>
#include <sstream>
#include <stdexcept>

namespace muniment::test {

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr microseconds longest_wait{5'000};
constexpr std::int64_t wake_pause_nanoseconds = 20'000'000;

/// A deposed server takes back over after the other has answered so much.
constexpr std::uint64_t turn_answers = 150;

std::int64_t now() { return steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1}; }

}

arena::arena(cluster& at, arena_options options)
    : cluster_{at}, options_{options}, schema_{at.workspace()}, clients_{options.clients,
                                                                         options.seed} {
  start_server();
}

bool arena::run_until(const condition& reached, milliseconds limit) {
  const auto end = steady_clock::now() + limit;
  while (!reached()) {
    if (steady_clock::now() > end) return false;
    step(longest_wait);
  }
  return true;
}

void arena::run_for(microseconds span) {
  const auto end = steady_clock::now() + span;
  for (auto left = span; left.count() > 0;
       left = std::chrono::ceil<microseconds>(end - steady_clock::now()))
    step(std::min(left, longest_wait));
}

void arena::start_server() {
  servers_.push_back({.id = ++last_id_,
                      .process = std::make_unique<server>(cluster_, schema_, options_.dedup,
                                                          options_.as_server_is_set)});
}

std::size_t arena::kill_oldest() {
  const auto flying = bury(servers_.front());
  servers_.pop_front();
  return flying;
}

std::size_t arena::kill_busiest() {
  listen_to_all();
  const auto busiest = std::ranges::max_element(
      servers_, {}, [&](const place& each) { return clients_.in_flight_to(each.id); });
  const auto flying = bury(*busiest);
  servers_.erase(busiest);
  return flying;
}

/// What it had said before it was killed, it has said.
std::size_t arena::bury(place& dead) {
  dead.process->kill();
  listen_to_all();
  const auto flying = clients_.in_flight_to(dead.id);
  clients_.server_died(dead.id, now());
  return flying;
}

std::size_t arena::in_flight() {
  listen_to_all();
  return clients_.in_flight();
}

bool arena::any_awake() const {
  return std::ranges::any_of(servers_, [](const place& each) { return each.awake; });
}

std::uint64_t arena::written() const {
  return std::stoull(cluster_.execute("SELECT position FROM " + schema_.text() + ".head"));
}

std::vector<violation> arena::check() const {
  return test::check(clients_.history(), cluster_.read(schema_));
}

void arena::step(microseconds patience) {
  wake_sleepers();
  speak();
  wait(patience);
  listen_to_all();
}

/// A server alone is woken at once; of two, the deposed one when the other has done its share.
void arena::wake_sleepers() {
  const auto moment = now();
  for (auto& each : servers_) {
    const auto its_turn = !any_awake() || answers_ >= each.answers_at_sleep + turn_answers;
    if (each.awake || each.waking || each.wake_not_before > moment || !its_turn) continue;
    each.waking = true;
    each.process->send("wake");
  }
}

void arena::speak() {
  for (const auto& each : clients_.due(now(), loading_, [this](auto c) { return route(c); })) {
    const auto to = std::ranges::find(servers_, each.server, &place::id);
    to->process->send(to_line(each.what));
  }
  for (auto& each : servers_)
    each.process->flush();
}

/// To its own one of two servers, to the other while that sleeps.
std::optional<int> arena::route(std::size_t client) const {
  const auto turn = client % 2;
  if (options_.apart && servers_.size() <= turn) return std::nullopt;
  const auto& own = servers_.size() > turn ? *std::next(servers_.begin(), turn) : servers_.front();
  if (own.awake) return own.id;
  if (options_.apart) return std::nullopt;
  const auto other = std::ranges::find(servers_, true, &place::awake);
  return other == servers_.end() ? std::nullopt : std::optional{other->id};
}

void arena::wait(microseconds patience) {
  std::vector<pollfd> pipes;
  for (const auto& each : servers_) {
    pipes.push_back({each.process->output(), POLLIN, 0});
    if (each.process->has_unsent()) pipes.push_back({each.process->input(), POLLOUT, 0});
  }
  const timespec limit{0, patience.count() * 1'000};
  ::ppoll(pipes.data(), pipes.size(), &limit, nullptr);
}

void arena::listen_to_all() {
  for (auto& each : servers_)
    for (const auto& line : each.process->receive())
      hear(each, line);
}

void arena::hear(place& from, const std::string& line) {
  std::istringstream words{line};
  std::string verb;
  words >> verb;
  if (verb == "answer") return hear_answer(words);
  if (verb == "counts") return hear_counts(from, words);
  if (verb == "lost") return hear_loss(from, words);
  if (verb != "awake" && verb != "asleep") throw std::runtime_error{"the host says: " + line};
  from.awake = verb == "awake";
  from.waking = false;
  from.written = from.absent = 0;
  from.answers_at_sleep = answers_;
  from.wake_not_before = now() + wake_pause_nanoseconds;
  if (from.awake)
    ++takeovers_;
  else
    std::getline(words >> std::ws, last_sleep_);
}

void arena::hear_answer(std::istream& words) {
  told_answer answer;
  std::string outcome;
  words >> answer.attempt >> outcome;
  if (outcome == "committed")
    answer.outcome = known_outcome::committed;
  else if (outcome == "known")
    answer.outcome = known_outcome::known;
  else
    answer.outcome = outcome == "refused" ? known_outcome::refused : known_outcome::unknown;
  words >> answer.position;
  const auto before = clients_.counts().acknowledged;
  clients_.answered(answer, now());
  answers_ += clients_.counts().acknowledged - before;
}

void arena::hear_counts(place& from, std::istream& words) {
  std::uint64_t written = 0, absent = 0;
  words >> written >> absent;
  found_written_ += written - from.written;
  found_absent_ += absent - from.absent;
  from.written = written;
  from.absent = absent;
}

void arena::hear_loss(const place& from, std::istream& words) {
  std::int64_t began = 0;
  words >> began;
  losses_.push_back(clients_.in_flight_to(from.id, began));
}

}
