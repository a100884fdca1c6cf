// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace muniment::test {

struct tls_client::parts {
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  bool connected = false;

  ~parts() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }
};

namespace {

constexpr timeval longest_wait{.tv_sec = 10, .tv_usec = 0};

bool reaches(int socket, unsigned short port, bool v6) {
  if (v6) {
    sockaddr_in6 place{};
    place.sin6_family = AF_INET6;
    place.sin6_port = htons(port);
    place.sin6_addr = in6addr_loopback;
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
  }
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
}

int connected_socket(unsigned short port, const tls_client_options& how) {
  const int made = ::socket(how.v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  if (made < 0) throw std::runtime_error{"no socket"};
  if (how.receive_buffer > 0)
    ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &how.receive_buffer, sizeof how.receive_buffer);
  ::setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &longest_wait, sizeof longest_wait);
  ::setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &longest_wait, sizeof longest_wait);
  if (!reaches(made, port, how.v6)) {
    ::close(made);
    throw std::runtime_error{"no connection"};
  }
  return made;
}

/// The value of Content-Length in a head.
std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const auto at = head.find(name);
  if (at == std::string_view::npos) return 0;
  return std::strtoull(head.data() + at + name.size(), nullptr, 10);
}

}

bool has_v6_loopback() {
  const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 place{};
  place.sin6_family = AF_INET6;
  place.sin6_addr = in6addr_loopback;
  const bool bound =
      probe >= 0 && ::bind(probe, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
  if (probe >= 0) ::close(probe);
  return bound;
}

tls_client::tls_client(unsigned short port, const options& how)
    : parts_{std::make_unique<parts>()} {
  // The server may close while this writes.
  std::signal(SIGPIPE, SIG_IGN);
  parts_->socket = connected_socket(port, how);
  parts_->connected = how.plain;
  if (how.plain) return;
  parts_->context = SSL_CTX_new(TLS_client_method());
  if (how.tls_1_2_only) SSL_CTX_set_max_proto_version(parts_->context, TLS1_2_VERSION);
  parts_->ssl = SSL_new(parts_->context);
  if (!how.protocols.empty()) {
    const auto list = static_cast<char>(how.protocols.size()) + how.protocols;
    SSL_set_alpn_protos(parts_->ssl, reinterpret_cast<const unsigned char*>(list.data()),
                        static_cast<unsigned>(list.size()));
  }
  SSL_set_fd(parts_->ssl, parts_->socket);
  parts_->connected = SSL_connect(parts_->ssl) == 1;
}

tls_client::~tls_client() = default;
tls_client::tls_client(tls_client&&) noexcept = default;

bool tls_client::connected() const { return parts_->connected; }

std::string tls_client::server_name() const {
  auto* certificate = SSL_get1_peer_certificate(parts_->ssl);
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                            name.size());
  X509_free(certificate);
  return name.data();
}

std::string tls_client::version() const { return SSL_get_version(parts_->ssl); }

std::string tls_client::protocol() const {
  const unsigned char* chosen = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(parts_->ssl, &chosen, &length);
  return {reinterpret_cast<const char*>(chosen), length};
}

bool tls_client::send(std::string_view octets) {
  if (octets.empty()) return true;
  if (!parts_->ssl)
    return ::send(parts_->socket, octets.data(), octets.size(), 0) ==
           static_cast<ssize_t>(octets.size());
  return SSL_write(parts_->ssl, octets.data(), static_cast<int>(octets.size())) > 0;
}

bool tls_client::receive() {
  std::array<char, 16384> part;
  const auto count = parts_->ssl ? SSL_read(parts_->ssl, part.data(), static_cast<int>(part.size()))
                                 : ::recv(parts_->socket, part.data(), part.size(), 0);
  if (count <= 0) return false;
  received_.append(part.data(), static_cast<std::size_t>(count));
  return true;
}

std::string tls_client::read_until(std::string_view mark) {
  while (received_.find(mark) == std::string::npos && receive()) {
  }
  const auto end = std::min(received_.size(), received_.find(mark) == std::string::npos
                                                  ? received_.size()
                                                  : received_.find(mark) + mark.size());
  auto read = received_.substr(0, end);
  received_.erase(0, end);
  return read;
}

std::string tls_client::reply(bool head_only) {
  auto read = read_until("\r\n\r\n");
  const auto length = head_only ? 0 : content_length(read);
  while (received_.size() < length && receive()) {
  }
  read += received_.substr(0, length);
  received_.erase(0, length);
  return read;
}

std::string tls_client::rest() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}

}
