// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace muniment::storage {

/// Told each step that may take longer than a blink, in one short sentence without a full stop.
using progress = std::function<void(std::string_view)>;

/// Asked every few milliseconds during a wait; true gives the wait up.
using interruption = std::function<bool()>;

/// How the private PostgreSQL is run. The defaults are those of `muniment up`.
struct embedded_postgres_options {
  /// Ours alone: holds `postgres/` (PGDATA) and, beside it, password file, settings, log and
  /// socket.
  std::filesystem::path data_directory;
  /// The account PostgreSQL runs as when we are root, made when missing. An existing PGDATA keeps
  /// the account that owns it.
  std::string account = "muniment";
  /// False only in tests that never look at what survives a crash.
  bool durable = true;
  /// PostgreSQL stops when the thread that started it ends. For tests.
  bool die_with_parent = false;
  unsigned shared_buffers_megabytes = 256;
  /// Segments kept for reuse: creating them under load costs 60 ms at the tail (measured).
  unsigned min_wal_megabytes = 1024;
  unsigned max_wal_megabytes = 4096;
  unsigned max_connections = 64;
  /// Covers crash recovery, which replays up to max_wal_megabytes.
  std::chrono::seconds start_timeout{300};
  /// After each, the next stronger signal: fast, immediate, kill.
  std::chrono::seconds stop_timeout{30};
};

}
