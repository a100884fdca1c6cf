// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muniment::test {

/// What a proxied connection does when its client commits: sends COMMIT, or the Sync behind what it
/// appended.
enum class at_commit {
  pass,           ///< Nothing special.
  cut_before,     ///< The commit never reaches the server; both sides are closed.
  cut_after,      ///< The server has done it before the client is cut, unanswered.
  hold,           ///< The client is cut; the server gets the commit only at `release`.
  swallow_answer, ///< The server gets it; no answer from then on reaches the client.
};

/// A unix-socket proxy that understands enough of the protocol to see a commit go by.
/// Each connection has a thread of its own; all end with the object.
class wire_proxy {
public:
  /// Forwards to the server whose unix socket (port 5432) lies in `server_directory`.
  explicit wire_proxy(const std::string& server_directory);
  ~wire_proxy();
  wire_proxy(const wire_proxy&) = delete;
  wire_proxy& operator=(const wire_proxy&) = delete;

  /// `dsn` with the proxy as its host.
  [[nodiscard]] std::string through(const std::string& dsn) const;

  /// From now on COMMITs are treated so, on every connection; those held from now on wait for a
  /// `release` to come.
  void arm(at_commit fault);

  /// Lets COMMITs go on to the server: those held since the last `arm`, and all until the next.
  void release();

private:
  void accept_clients();
  void wait_for_release();

  class connection;

  temporary_directory directory_;
  std::string server_path_;
  int listener_ = -1;
  std::atomic<at_commit> fault_ = at_commit::pass;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}
