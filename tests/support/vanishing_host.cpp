// SPDX-License-Identifier: Apache-2.0
#include "tests/support/vanishing_host.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muniment::test {

namespace {

constexpr int look_around_milliseconds = 50;

int listen_on_loopback() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0 ||
      ::listen(listener, 16) != 0)
    throw std::runtime_error{"the host cannot listen"};
  return listener;
}

unsigned short port_of(int listener) {
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(listener, reinterpret_cast<sockaddr*>(&bound), &size) != 0)
    throw std::runtime_error{"the host has no port"};
  return ntohs(bound.sin_port);
}

/// A socket that is connected to nobody fails at its first use.
int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error{"the socket path is long"};
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  (void)::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return server;
}

/// The kernel drops what arrives there before TCP sees it.
void deafen(int socket) {
  sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
  const sock_fprog program{1, &nothing};
  if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
    throw std::runtime_error{"the host cannot vanish"};
}

/// What can be read now. False at the end of either.
bool forward(int from, int to) {
  std::array<char, 65536> chunk;
  const auto got = ::recv(from, chunk.data(), chunk.size(), 0);
  if (got <= 0) return false;
  std::string_view rest{chunk.data(), static_cast<std::size_t>(got)};
  while (!rest.empty()) {
    const auto sent = ::send(to, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}

vanishing_host::link::~link() {
  ::close(client);
  ::close(server);
}

vanishing_host::vanishing_host(const std::string& server_directory)
    : server_path_{server_directory + "/.s.PGSQL.5432"}, listener_{listen_on_loopback()},
      forwarding_{[this] { forward_all(); }} {}

vanishing_host::~vanishing_host() {
  end();
  ::close(listener_);
}

std::string vanishing_host::through(const std::string& dsn) const {
  return dsn + " host=127.0.0.1 port=" + std::to_string(port_of(listener_)) + " sslmode=disable";
}

void vanishing_host::vanish() {
  {
    const std::lock_guard lock{mutex_};
    deafen(listener_);
    for (const auto& each : links_)
      deafen(each.client);
    gone_ = true;
  }
  end();
}

void vanishing_host::end() {
  {
    const std::lock_guard lock{mutex_};
    gone_ = true;
  }
  if (forwarding_.joinable()) forwarding_.join();
}

void vanishing_host::forward_all() {
  for (;;) {
    auto waited = sides();
    ::poll(waited.data(), waited.size(), look_around_milliseconds);
    const std::lock_guard lock{mutex_};
    if (gone_) return;
    serve(waited);
  }
}

/// The listener, then of each link the client and the server.
std::vector<pollfd> vanishing_host::sides() const {
  std::vector<pollfd> all{{listener_, POLLIN, 0}};
  for (const auto& each : links_) {
    all.push_back({each.client, POLLIN, 0});
    all.push_back({each.server, POLLIN, 0});
  }
  return all;
}

void vanishing_host::serve(const std::vector<pollfd>& ready) {
  std::size_t at = 0;
  links_.remove_if([&](const link& each) {
    const bool asked = ready[++at].revents != 0, answered = ready[++at].revents != 0;
    return (asked && !forward(each.client, each.server)) ||
           (answered && !forward(each.server, each.client));
  });
  if (ready.front().revents != 0) accept_client();
}

void vanishing_host::accept_client() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client >= 0) links_.emplace_back(client, connect_to(server_path_));
}

}
