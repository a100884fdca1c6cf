// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/clock_look.hpp"

#include "ops/doctor/session.hpp"
#include "ops/doctor/workspaces.hpp"
#include "storage/failure.hpp"

#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <optional>
#include <sys/timex.h>

namespace muniment::doctor {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

/// Enough to notice a clock that jumped, and quick.
constexpr std::size_t most_workspaces = 50;

constexpr auto if_silent = "see the database's log and its load";

clock_offset ask_once(pqxx::connection& session) {
  const auto before = system_clock::now();
  const auto text = pqxx::nontransaction{session}.exec1(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")[0];
  const auto after = system_clock::now();
  const system_clock::time_point there{milliseconds{text.as<std::int64_t>()}};
  const auto half = (after - before) / 2;
  return {std::chrono::duration_cast<milliseconds>(there - (before + half)),
          std::chrono::ceil<milliseconds>(half)};
}

void look_at_database_times(const places& at, listener& into) {
  into.begin("database clock", if_silent);
  const auto session = open_deployment(at);
  into.tell(judge_database_clock(offset_of(*session)));
  into.begin("journal time", if_silent);
  std::optional<system_clock::time_point> newest;
  for (const auto& each : see_workspaces(at, most_workspaces))
    if (each.newest_event && (!newest || *newest < *each.newest_event)) newest = each.newest_event;
  if (newest)
    into.tell(judge_journal_time(
        std::chrono::duration_cast<milliseconds>(*newest - system_clock::now())));
}

}

clock_state system_clock_state() {
  timex now{};
  const int state = ::adjtimex(&now);
  return {state != -1 && state != TIME_ERROR && (now.status & STA_UNSYNC) == 0,
          std::chrono::microseconds{now.maxerror}};
}

clock_offset offset_of(pqxx::connection& session) {
  constexpr int times = 3;
  auto best = ask_once(session);
  for (int each = 1; each < times; ++each)
    if (const auto next = ask_once(session); next.uncertain < best.uncertain) best = next;
  return best;
}

void look_at_clock(const places& at, listener& into) {
  into.begin("system clock", if_silent);
  into.tell(judge_system_clock(system_clock_state()));
  if (!database_runs(at)) return;
  try {
    look_at_database_times(at, into);
  } catch (const storage::failure&) {
    // The database's own look tells why it cannot be asked.
  } catch (const pqxx::failure&) {
  }
}

}
