// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/faults.hpp"

#include <algorithm>
#include <utility>

namespace muniment::test {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds resolution_limit{20'000};
constexpr milliseconds block_limit{5'000};

std::size_t kill_server(arena& in, std::mt19937_64&) {
  const auto flying = in.kill_oldest();
  in.start_server();
  return flying;
}

/// Killed when a commit has landed of which nobody has heard yet.
std::size_t kill_server_after_commit(arena& in, std::mt19937_64& random) {
  const auto landed = wait_for_unheard_commit(in);
  const auto flying = kill_server(in, random);
  return landed ? flying : 0;
}

/// Counted after it: nobody sends meanwhile, and what was answered until then is heard.
std::size_t kill_postgres(arena& in, std::mt19937_64&) {
  in.database().kill();
  const auto flying = in.in_flight();
  in.database().restart();
  return flying;
}

std::size_t kill_both(arena& in, std::mt19937_64&) {
  const auto flying = in.kill_oldest();
  in.database().kill();
  in.database().restart();
  in.start_server();
  return flying;
}

/// Has the proxy treat COMMITs so until the server says that it lost one.
void meet_commit(arena& in, at_commit how) {
  const auto before = in.losses().size();
  in.first().proxy().arm(how);
  in.run_until([&] { return in.losses().size() > before; }, resolution_limit);
  in.first().proxy().arm(at_commit::pass);
}

/// What was on its way at the commits lost since then, at each or more; 0 when none was lost.
std::size_t least_on_the_way(const arena& in, std::size_t losses_before) {
  const auto since = in.losses().subspan(losses_before);
  return since.empty() ? 0 : std::ranges::min(since);
}

bool resolves(arena& in, std::uint64_t before) {
  return in.run_until([&] { return in.resolved() > before; }, resolution_limit);
}

/// Until the journal has found out what became of the part that was cut off.
std::size_t cut(arena& in, at_commit how) {
  const auto before = in.resolved();
  const auto losses = in.losses().size();
  meet_commit(in, how);
  return resolves(in, before) ? least_on_the_way(in, losses) : 0;
}

/// A few cuts in a row, each under full load.
std::size_t cut_often(arena& in, at_commit how) {
  constexpr int times = 10;
  auto least = SIZE_MAX;
  for (int each = 0; each < times && least >= least_in_flight; ++each) {
    in.run_until([&] { return in.everybody().in_flight() >= least_in_flight; }, resolution_limit);
    least = std::min(least, cut(in, how));
  }
  return least;
}

std::size_t cut_before_commit(arena& in, std::mt19937_64&) {
  return cut_often(in, at_commit::cut_before);
}

std::size_t cut_after_commit(arena& in, std::mt19937_64&) {
  return cut_often(in, at_commit::cut_after);
}

/// Sessions of the hub's login that wait for a lock: take-overs behind an append in flight.
bool blocked(arena& in) {
  return in.database().execute("SELECT count(*) > 0 FROM pg_stat_activity WHERE usename ="
                               " 'muniment_hub' AND wait_event_type = 'Lock'") == "t";
}

/// Holds a COMMIT of the first server until somebody waits for it, or until it is resolved without;
/// how many commands were on their way when it was cut off.
std::size_t hold_until_blocked(arena& in) {
  const auto before = in.resolved();
  const auto losses = in.losses().size();
  meet_commit(in, at_commit::hold);
  in.run_until([&] { return in.resolved() > before || blocked(in); }, block_limit);
  in.first().proxy().release();
  return least_on_the_way(in, losses);
}

/// The journal asks while its COMMIT is still under way; then it arrives.
std::size_t land_late(arena& in, std::mt19937_64&) {
  const auto before = in.resolved();
  const auto flying = hold_until_blocked(in);
  return resolves(in, before) ? flying : 0;
}

/// The COMMIT stays under way until its backend has been ended; then it arrives nowhere.
std::size_t land_never(arena& in, std::mt19937_64&) {
  const auto flying = cut(in, at_commit::hold);
  in.first().proxy().release();
  return flying;
}

/// Two servers take the journal from each other; then one of them is killed under load.
std::size_t duel(arena& in, std::mt19937_64& random) {
  const auto before = in.takeovers();
  const auto turns = 2 + random() % 3;
  const auto fought =
      in.run_until([&] { return in.takeovers() >= before + turns; }, resolution_limit);
  in.run_for(std::chrono::microseconds{random() % 4'000});
  in.run_until([&] { return in.everybody().in_flight() >= least_in_flight; }, resolution_limit);
  const auto flying = in.kill_busiest();
  return fought ? flying : 0;
}

std::size_t second_writer(arena& in, std::mt19937_64& random) {
  in.start_server();
  return duel(in, random);
}

/// The first writer's COMMIT is under way when the second comes, and arrives while it waits.
std::size_t second_writer_and_late_commit(arena& in, std::mt19937_64& random) {
  in.start_server();
  const auto flying = hold_until_blocked(in);
  return std::min(flying, duel(in, random));
}

/// The first writer waits for an answer that never comes, while the second takes over: the first
/// can find out nothing any more and must say so.
std::size_t second_writer_and_lost_answer(arena& in, std::mt19937_64& random) {
  if (!wait_for_unheard_commit(in)) return 0;
  const auto before = in.everybody().counts().answered_unknown;
  in.start_server();
  const auto told = in.run_until([&] { return in.everybody().counts().answered_unknown > before; },
                                 resolution_limit);
  in.first().proxy().arm(at_commit::pass);
  const auto flying = duel(in, random);
  return told ? flying : 0;
}

constexpr fault all[] = {
    {"server", "server killed", kill_server},
    {"postgres", "postgres killed", kill_postgres},
    {"cut", "cut before commit", cut_before_commit},
    {"cut", "cut after commit", cut_after_commit},
    {"writer", "second writer", second_writer},
    {"cut", "commit lands late", land_late},
    {"server", "server killed after a commit", kill_server_after_commit},
    {"cut", "commit never lands", land_never},
    {"writer", "second writer, late commit", second_writer_and_late_commit},
    {"postgres", "both killed", kill_both},
    {"writer", "second writer, lost answer", second_writer_and_lost_answer},
};

}

bool wait_for_unheard_commit(arena& in) {
  in.first().proxy().arm(at_commit::swallow_answer);
  constexpr int calm = 5;
  int quiet = 0;
  auto heard = in.answers();
  const auto landed = in.run_until(
      [&] {
        const auto silent = in.answers() == std::exchange(heard, in.answers());
        quiet = silent ? quiet + 1 : 0;
        return quiet >= calm && in.everybody().in_flight() > 0 && in.written() > in.answers();
      },
      resolution_limit);
  if (!landed) in.first().proxy().arm(at_commit::pass);
  return landed;
}

std::span<const fault> faults() { return all; }

}
