// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/campaign.hpp"

#include <algorithm>
#include <iostream>

namespace muniment::test {

namespace {

using std::chrono::steady_clock;

/// A journal is checked whole after each round, so it must not grow without end.
constexpr std::size_t rounds_of_one_workspace = 20;

/// Answers after the fault, before the clients come to rest.
constexpr std::uint64_t recovery_answers = 100;

/// A fault that so often in a row does not happen under load is not tried again.
constexpr int most_attempts = 5;

constexpr std::chrono::milliseconds crowd_limit{10'000};

}

void print(std::span<const violation> found) {
  constexpr std::size_t most = 10;
  for (std::size_t each = 0; each < std::min(most, found.size()); ++each)
    std::cout << "  " << name_of(found[each].kind) << ": " << found[each].what << '\n';
  if (found.size() > most) std::cout << "  and " << found.size() - most << " more\n";
}

campaign::campaign(cluster& at, campaign_options options)
    : cluster_{at}, options_{std::move(options)}, random_{options_.seed} {}

bool campaign::run() {
  const auto end = steady_clock::now() + options_.limit;
  while (!enough() && steady_clock::now() < end)
    round();
  close_arena();
  print();
  return enough() && failed_ == 0;
}

bool campaign::enough() const {
  auto told = counts_;
  if (arena_) told += arena_->everybody().counts();
  const auto least = std::min({found_written_ + (arena_ ? arena_->found_written() : 0),
                               found_absent_ + (arena_ ? arena_->found_absent() : 0),
                               told.proved_written, told.proved_absent});
  return passed_ + failed_ >= options_.rounds && least >= options_.unknown;
}

void campaign::fresh_arena() {
  close_arena();
  arena_.emplace(cluster_, arena_options{.clients = options_.clients, .seed = random_()});
  rounds_in_arena_ = 0;
}

void campaign::close_arena() {
  if (!arena_) return;
  counts_ += arena_->everybody().counts();
  found_written_ += arena_->found_written();
  found_absent_ += arena_->found_absent();
  takeovers_ += arena_->takeovers();
  events_checked_ += arena_->everybody().history().size();
  arena_.reset();
}

const fault& campaign::next_fault() {
  for (;;) {
    const auto& next = faults()[last_fault_++ % faults().size()];
    if (options_.victims.contains(std::string{next.victim})) return next;
  }
}

void campaign::round() {
  const auto& what = next_fault();
  for (int attempts = 0; attempts < most_attempts; ++attempts)
    if (attempt(what)) return;
  std::cout << what.name << ": FAILED, in " << most_attempts << " rounds it never met "
            << least_in_flight << " commands in flight" << std::endl;
  ++failed_;
}

/// Whether the round is decided and not to be repeated.
bool campaign::attempt(const fault& what) {
  if (!arena_ || rounds_in_arena_++ >= rounds_of_one_workspace) fresh_arena();
  const auto served = serve();
  const auto in_flight = served && crowd() ? what.strike(*arena_, random_) : 0;
  return judge(what, in_flight, served && settle());
}

/// Until a random moment.
bool campaign::serve() {
  const auto target = arena_->answers() + 100 + random_() % 400;
  arena_->load(true);
  const auto served = arena_->run_until([&] { return arena_->answers() >= target; });
  arena_->run_for(std::chrono::microseconds{random_() % 4'000});
  return served;
}

/// Until as many commands are on their way as a fault must meet.
bool campaign::crowd() {
  return arena_->run_until([&] { return arena_->in_flight() >= least_in_flight; }, crowd_limit);
}

/// Service goes on; then every client comes to a definite answer or has given up.
bool campaign::settle() {
  const auto target = arena_->answers() + recovery_answers;
  const auto serves = arena_->run_until([&] { return arena_->answers() >= target; });
  arena_->load(false);
  return arena_->run_until([&] { return arena_->everybody().at_rest(); }) && serves;
}

bool campaign::judge(const fault& what, std::size_t in_flight, bool settled) {
  const auto found = arena_->check();
  const auto good = settled && found.empty();
  const auto counted = in_flight >= least_in_flight;
  std::cout << "round " << passed_ + failed_ + not_counted_ + 1 << ": " << what.name << ", "
            << in_flight << " in flight, " << arena_->everybody().history().size()
            << " commands checked: "
            << (!good     ? "FAILED"
                : counted ? "good"
                          : "good, but without a fault under load: not counted")
            << std::endl;
  if (!settled)
    std::cout << "  the clients did not come to rest; last sleep: " << arena_->last_sleep() << '\n';
  test::print(found);
  if (good && counted)
    least_seen_in_flight_ = std::min(least_seen_in_flight_.value_or(in_flight), in_flight);
  if (!good)
    ++failed_;
  else
    ++(counted ? passed_ : not_counted_);
  if (!good) close_arena();
  return counted || !good;
}

void campaign::print() const {
  std::cout << "rounds: " << passed_ << " good, " << failed_ << " failed, " << not_counted_
            << " not counted";
  if (least_seen_in_flight_)
    std::cout << "; in the good ones " << *least_seen_in_flight_
              << " commands in flight at each kill or cut, or more";
  std::cout << "\ncommands: " << events_checked_ << ", of which acknowledged "
            << counts_.acknowledged << ", given up in doubt " << counts_.given_up
            << ", given up refused " << counts_.gone_refused << "; attempts " << counts_.attempts
            << '\n'
            << "parts of unknown outcome, resolved by the journal: " << found_written_
            << " found written, " << found_absent_ << " found absent\n"
            << "commands in doubt: " << counts_.unanswered << " unanswered, "
            << counts_.answered_unknown << " answered unknown; on repetition "
            << counts_.proved_written << " known, " << counts_.proved_absent << " written anew\n"
            << "take-overs: " << takeovers_ << std::endl;
}

}
