// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/clock.hpp"

#include <cstdlib>

namespace muniment::doctor {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// What machines that are synchronised stay within, with room.
constexpr seconds usual{2};

std::string in_seconds(milliseconds time) {
  const auto whole = std::abs(time.count());
  if (whole < 10'000)
    return std::to_string(whole / 1000) + '.' + std::to_string(whole % 1000 / 100) + " s";
  if (whole < 7'200'000) return std::to_string(whole / 1000) + " s";
  return std::to_string(whole / 3'600'000) + " h";
}

std::string direction(milliseconds ahead) {
  return in_seconds(ahead) + (ahead.count() < 0 ? " behind" : " ahead of");
}

}

finding judge_system_clock(const clock_state& now) {
  constexpr auto check = "system clock";
  constexpr auto mend = "timedatectl set-ntp true, or run chrony; in a container it is the host's "
                        "clock that needs it";
  const auto error = in_seconds(std::chrono::duration_cast<milliseconds>(now.largest_error));
  if (!now.synchronised) return warning(check, "nothing keeps it synchronised", mend);
  if (now.largest_error > usual)
    return warning(check, "it is synchronised, but may be wrong by " + error, mend);
  return ok(check, "synchronised; wrong by at most " + error);
}

finding judge_database_clock(const clock_offset& database) {
  constexpr auto check = "database clock";
  const milliseconds sure{std::abs(database.ahead.count()) - database.uncertain.count()};
  const auto found = "it is " + direction(database.ahead) + " this machine's";
  const auto mend = "synchronise both machines with the same time servers (timedatectl, chrony)";
  if (sure > skew_budget)
    return failed(check, found + "; leases and tokens are off by as much", mend);
  if (sure > usual) return warning(check, found, mend);
  return ok(check,
            "it agrees with this machine's to " +
                in_seconds(milliseconds{std::abs(database.ahead.count())} + database.uncertain));
}

finding judge_journal_time(milliseconds ahead) {
  constexpr auto check = "journal time";
  if (ahead <= usual) return ok(check, "no event is newer than the clock");
  const auto found = "the newest event is " + direction(ahead) +
                     " the clock: the clock was set back, or it ran fast";
  const auto mend = "synchronise the clock; until it has caught up, new events bear the time of "
                    "the newest one";
  return ahead > skew_budget ? failed(check, found, mend) : warning(check, found, mend);
}

}
