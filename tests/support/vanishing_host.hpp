// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <future>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <poll.h>

namespace muniment::test {

/// A host on the loopback, over TCP, before a server's unix socket; it can vanish. Its kernel is
/// that of the test, so a socket filter lets nothing that arrives get as far as TCP then: nothing
/// is acknowledged, answered, refused or closed, as by a machine without power.
class vanishing_host {
public:
  /// Forwards to the server whose unix socket (port 5432) lies in `server_directory`.
  explicit vanishing_host(const std::string& server_directory);
  ~vanishing_host();
  vanishing_host(const vanishing_host&) = delete;
  vanishing_host& operator=(const vanishing_host&) = delete;

  /// `dsn` with this host, in clear.
  [[nodiscard]] std::string through(const std::string& dsn) const;

  /// From now on it is silent, to who connects too. Once; any thread.
  void vanish();

  /// Whether `call`, which this host does not answer any more, ends by itself within 20 s. One that
  /// does not is let go.
  template <class T>
  bool is_given_up(const std::future<T>& call) {
    const bool ended = call.wait_for(std::chrono::seconds{20}) == std::future_status::ready;
    if (!ended) links_.clear();
    return ended;
  }

private:
  /// One client and its connection to the server.
  struct link {
    link(int client, int server) : client{client}, server{server} {}
    ~link();
    link(const link&) = delete;
    link& operator=(const link&) = delete;
    int client;
    int server;
  };

  void forward_all();
  [[nodiscard]] std::vector<pollfd> sides() const;
  void serve(const std::vector<pollfd>& ready);
  void accept_client();
  void end();

  const std::string server_path_;
  int listener_ = -1;
  std::mutex mutex_; ///< of whether it forwards, which nobody does once it is gone
  bool gone_ = false;
  std::list<link> links_; ///< the thread's, while there is one
  std::thread forwarding_;
};

}
