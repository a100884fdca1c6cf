// SPDX-License-Identifier: Apache-2.0
#include "tests/support/wire_proxy.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muniment::test {

namespace {

constexpr auto socket_name = "/.s.PGSQL.5432";
constexpr int look_around_milliseconds = 50;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error{"the socket path is long"};
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

int listen_at(const std::string& path) {
  const auto address = address_of(path);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener, 16) != 0)
    throw std::runtime_error{"the proxy cannot listen"};
  return listener;
}

bool send_all(int socket, std::string_view data) {
  while (!data.empty()) {
    const auto sent = ::send(socket, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_into(int socket, std::string& buffer) {
  std::array<char, 65536> chunk;
  const auto got = ::recv(socket, chunk.data(), chunk.size(), 0);
  if (got > 0) buffer.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::uint32_t length_at(std::string_view data) {
  std::uint32_t length = 0;
  for (int octet = 0; octet < 4; ++octet)
    length = length << 8 | static_cast<std::uint8_t>(data[octet]);
  return length;
}

/// A simple query of this text, as libpqxx sends it.
bool is_simple_commit(std::string_view message) {
  return message[0] == 'Q' && message.substr(5) == std::string_view{"COMMIT\0", 7};
}

/// Bind of a statement that has a name, as only the hub's appends have: behind the portal, which
/// has none.
bool is_append(std::string_view message) {
  constexpr std::size_t statement = 1 + 4 + 1;
  return message[0] == 'B' && message.size() > statement && message[statement] != '\0';
}

}

/// One client and its connection to the server.
class wire_proxy::connection {
public:
  connection(wire_proxy& owner, int client) : owner_{owner}, client_{client} {
    server_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(owner.server_path_);
    alive_ = ::connect(server_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~connection() {
    cut_client();
    ::close(server_);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  void run() {
    while (alive_ && !owner_.ending_) {
      std::array<pollfd, 2> sides{{{client_, POLLIN, 0}, {server_, POLLIN, 0}}};
      if (::poll(sides.data(), sides.size(), look_around_milliseconds) <= 0) continue;
      if (sides[1].revents != 0) answer();
      if (alive_ && sides[0].revents != 0) ask();
    }
  }

private:
  void answer() {
    std::string data;
    alive_ = receive_into(server_, data) && (mute_ || send_all(client_, data));
  }

  void ask() {
    alive_ = receive_into(client_, from_client_);
    while (alive_) {
      const auto message = next_message();
      if (!message) return;
      if (commits(*message) && owner_.fault_ != at_commit::pass)
        treat(*message);
      else
        alive_ = send_all(server_, *message);
    }
  }

  /// What was appended is committed by the Sync behind it.
  bool commits(std::string_view message) {
    if (is_simple_commit(message)) return true;
    if (is_append(message)) appending_ = true;
    return message[0] == 'S' && std::exchange(appending_, false);
  }

  /// The first message of a connection has no type octet.
  std::optional<std::string> next_message() {
    const std::size_t type = started_ ? 1 : 0;
    if (from_client_.size() < type + 4) return std::nullopt;
    const auto size = type + length_at(std::string_view{from_client_}.substr(type));
    if (from_client_.size() < size) return std::nullopt;
    started_ = true;
    auto message = from_client_.substr(0, size);
    from_client_.erase(0, size);
    return message;
  }

  void treat(std::string commit) {
    const auto fault = owner_.fault_.load();
    if (fault == at_commit::swallow_answer) {
      mute_ = true;
      alive_ = send_all(server_, commit);
      return;
    }
    alive_ = false;
    if (fault == at_commit::cut_before) return;
    if (fault == at_commit::hold) {
      cut_client();
      owner_.wait_for_release();
    }
    send_all(server_, commit);
    // Only when the server has answered all and gone is the commit certain to be done.
    ::shutdown(server_, SHUT_WR);
    for (std::string rest; receive_into(server_, rest);)
      rest.clear();
  }

  void cut_client() {
    if (client_ >= 0) ::close(client_);
    client_ = -1;
  }

  wire_proxy& owner_;
  int client_;
  int server_ = -1;
  bool alive_ = false;
  bool started_ = false;
  bool mute_ = false;
  bool appending_ = false;
  std::string from_client_;
};

wire_proxy::wire_proxy(const std::string& server_directory)
    : server_path_{server_directory + socket_name}, listener_{listen_at(directory_.path().string() +
                                                                        socket_name)} {
  acceptor_ = std::thread{[this] { accept_clients(); }};
}

wire_proxy::~wire_proxy() {
  ending_ = true;
  release();
  acceptor_.join();
  for (auto& connection : connections_)
    connection.join();
  ::close(listener_);
}

std::string wire_proxy::through(const std::string& dsn) const {
  return dsn + " host='" + directory_.path().string() + "'";
}

void wire_proxy::arm(at_commit fault) {
  if (fault == at_commit::hold) {
    const std::lock_guard lock{mutex_};
    released_ = false;
  }
  fault_ = fault;
}

void wire_proxy::release() {
  {
    const std::lock_guard lock{mutex_};
    released_ = true;
  }
  changed_.notify_all();
}

void wire_proxy::wait_for_release() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return released_; });
}

void wire_proxy::accept_clients() {
  while (!ending_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, look_around_milliseconds) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) connections_.emplace_back([this, client] { connection{*this, client}.run(); });
  }
}

}
