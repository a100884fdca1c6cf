// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/host/settings.hpp"
#include "tests/support/wire_proxy.hpp"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muniment::test {

class cluster;

/// A running journal host with its pipes, and the proxy its hub commits through. Main thread only:
/// the host is killed with the thread that started it.
class server {
public:
  /// Starts the executable beside ours on a workspace of `at`; it is asleep until told `wake`.
  server(const cluster& at, const storage::schema_name& schema, bool dedup, bool as_server_is_set);
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Queues a line; `flush` writes as much as the pipe takes without waiting.
  void send(const std::string& line) { outgoing_ += line + '\n'; }
  void flush();
  [[nodiscard]] bool has_unsent() const { return !outgoing_.empty(); }

  /// The whole lines that have arrived, without waiting. Throws std::runtime_error when there are
  /// none and the host has ended, though nobody killed it.
  std::vector<std::string> receive();

  /// SIGKILL, and no host any more. What it had written before is still to be received.
  void kill();

  [[nodiscard]] int input() const { return to_; }
  [[nodiscard]] int output() const { return from_; }
  wire_proxy& proxy() { return *proxy_; }

private:
  [[noreturn]] void tell_end();

  temporary_directory folder_;
  std::unique_ptr<wire_proxy> proxy_;
  pid_t pid_ = 0;
  int to_ = -1;
  int from_ = -1;
  std::string outgoing_;
  std::string incoming_;
};

}
