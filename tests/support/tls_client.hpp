// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::test {

/// How a raw client connects.
struct tls_client_options {
  bool tls_1_2_only = false;
  std::string protocols = {}; ///< ALPN, one name; none offered if empty.
  int receive_buffer = 0;     ///< Octets of the socket's; 0 for the system's choice.
  bool plain = false;         ///< No TLS at all.
  bool v6 = false;            ///< To ::1.
};

/// Whether this machine has ::1.
bool has_v6_loopback();

/// A blocking socket to the loopback that sends any octets and tells what comes back. No call waits
/// longer than ten seconds.
class tls_client {
public:
  using options = tls_client_options;

  /// Connects; the handshake is `connected()`.
  explicit tls_client(unsigned short port, const options& how = {});
  ~tls_client();
  tls_client(tls_client&&) noexcept;

  /// The handshake succeeded.
  [[nodiscard]] bool connected() const;

  /// The subject's common name in the server's certificate; the version; the protocol chosen.
  [[nodiscard]] std::string server_name() const;
  [[nodiscard]] std::string version() const;
  [[nodiscard]] std::string protocol() const;

  /// False when the connection is gone.
  bool send(std::string_view octets);

  /// Up to and including `mark`; what came until then if the connection ended before.
  std::string read_until(std::string_view mark);

  /// One reply with its Content-Length's body; to HEAD, without.
  std::string reply(bool head_only = false);

  /// All that comes until the connection ends.
  std::string rest();

  /// Nothing more comes and the connection is closed.
  bool closed() { return rest().empty(); }

private:
  bool receive();

  struct parts;
  std::unique_ptr<parts> parts_;
  std::string received_;
};

}
