// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/settings.hpp"
#include "storage/database.hpp"
#include "storage/login_attempt.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What stands between a deployment and a database that is not its own child. All throw
/// storage::startup_error.
namespace muniment::ops {

/// Refuses to go on without a `dsn`, and with one that leaves this machine unverified.
void demand_safe_dsn(const settings& values);

/// What to tell of a login that was not let in; `who` is its name, or empty for the DSN's own.
[[noreturn]] void fail_at(const storage::login_attempt& tried, const std::string& who);

/// Refuses a server that is too old to keep roles apart.
void demand_supported(int server_version);

/// How long to wait for a database, whom to tell, and when to give up early.
struct waiting_room {
  std::chrono::milliseconds patience;
  std::function<void(std::string_view)> tell;
  std::function<bool(std::chrono::milliseconds)> stopped; ///< waits so long at most
};

/// Waits until every login is let in, then reads whose database it is and demands that it is that
/// of `values`. Nothing when it was stopped meanwhile.
std::optional<storage::deployment>
enter_database(const settings& values, const storage::logins& logins, const waiting_room& room);

}
