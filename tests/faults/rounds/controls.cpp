// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/controls.hpp"

#include "storage/schema.hpp"
#include "tests/faults/rounds/campaign.hpp"

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace muniment::test {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience{10'000};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == text.npos || text.find(from, at + 1) != text.npos)
    throw std::runtime_error{"append.sql is not what the control was written for"};
  return text.replace(at, from.size(), to);
}

/// The product's own function, without the one condition that makes a writer the only one.
std::string append_without_fence(const storage::schema_name& schema) {
  const auto file =
      std::ranges::find(storage::schema_files(), "functions/append", &storage::schema_file::path);
  auto text = replaced(std::string{file->text}, "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION");
  return storage::for_schema(
      replaced(std::move(text), "WHERE epoch = p_epoch AND position = p_position", ""), schema);
}

bool serve(arena& in, std::uint64_t answers) {
  const auto target = in.answers() + answers;
  in.load(true);
  return in.run_until([&] { return in.answers() >= target; }, patience);
}

void rest(arena& in) {
  in.load(false);
  in.run_until([&] { return in.everybody().at_rest(); }, patience);
}

/// Two writers, one of facts and one of traffic: between two tables no index keeps positions apart.
std::vector<violation> fence_off(cluster& at, std::uint64_t seed) {
  arena in{at, {.seed = seed, .apart = true}};
  at.execute(append_without_fence(in.schema()));
  serve(in, 300);
  in.start_server();
  in.run_until([&] { return in.takeovers() >= 2; }, patience);
  serve(in, 300);
  rest(in);
  return in.check();
}

/// What was committed and not answered when the server was killed is written again.
std::vector<violation> dedup_off(cluster& at, std::uint64_t seed) {
  arena in{at, {.seed = seed, .dedup = false}};
  serve(in, 200);
  wait_for_unheard_commit(in);
  in.kill_oldest();
  in.start_server();
  serve(in, 200);
  rest(in);
  return in.check();
}

void set(const cluster& at, const std::string& what) { at.execute("ALTER SYSTEM " + what); }

/// Until new sessions see it.
void reload(arena& in, const std::string& synchronous_commit) {
  in.database().execute("SELECT pg_reload_conf()");
  in.run_until(
      [&] { return in.database().execute("SHOW synchronous_commit") == synchronous_commit; },
      patience);
}

/// PostgreSQL answers before the commit has left its memory, and is killed.
std::vector<violation> durability_off(cluster& at, std::uint64_t seed) {
  set(at, "SET synchronous_commit = off");
  set(at, "SET wal_writer_delay = '10s'");
  set(at, "SET wal_writer_flush_after = '64MB'");
  arena in{at, {.seed = seed, .as_server_is_set = true}};
  serve(in, 100);
  reload(in, "off");
  serve(in, 1'500);
  at.kill();
  in.kill_oldest();
  at.restart();
  auto found = in.check();
  set(at, "RESET ALL");
  in.start_server();
  reload(in, "on");
  return found;
}

constexpr control all[] = {
    {"fence off", violation_kind::position_shared, fence_off},
    {"dedup off", violation_kind::doubled, dedup_off},
    {"synchronous_commit off", violation_kind::lost, durability_off},
};

}

std::span<const control> controls() { return all; }

bool goes_red(const control& which, cluster& at, std::uint64_t seed) {
  constexpr std::uint64_t most_seeds = 8;
  for (std::uint64_t tried = 1; tried <= most_seeds; ++tried) {
    const auto found = which.run(at, seed + tried - 1);
    if (std::ranges::find(found, which.expected, &violation::kind) == found.end()) continue;
    std::cout << "control " << which.name << ": red as it must be, with " << found.size()
              << " violations, after " << tried << (tried == 1 ? " seed" : " seeds") << std::endl;
    print(std::span{found}.first(std::min<std::size_t>(found.size(), 3)));
    return true;
  }
  std::cout << "control " << which.name << ": stayed green for " << most_seeds << " seeds, no "
            << name_of(which.expected) << std::endl;
  return false;
}

}
