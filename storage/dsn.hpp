// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace muniment::storage {

/// A login of the database. The password leaves only inside a connection string.
struct login {
  std::string name;
  std::string password;
};

/// `dsn` (key=value or URI) with the user, password and password file of `as` instead of its own.
/// Throws `failure{unavailable}` when libpq cannot read it; the text is not repeated.
std::string dsn_for(const std::string& dsn, const login& as);

/// `dsn` with `keyword`, such as `connect_timeout`, set to `value`. Throws as `dsn_for`.
std::string dsn_with(const std::string& dsn, std::string_view keyword, const std::string& value);

/// How long a peer that was reached over TCP may be silent before it is taken for gone. The kernel
/// there is meant (that of a proxy, where one is between), which acknowledges and answers probes
/// whatever the server does: a statement takes as long as it may. A server that leaves its socket
/// full for so long, as one can in the middle of a COPY, passes for gone too.
struct silence_limits {
  std::chrono::seconds connecting{3}; ///< to each address of the DSN; libpq takes two at least
  std::chrono::seconds silence{3};    ///< while an answer is awaited, or what was sent is unheard
};

/// For what rather waits than fails, because no request waits for it.
inline constexpr silence_limits patiently{std::chrono::seconds{10}, std::chrono::seconds{10}};

/// `dsn` for a connection that ends when its peer is gone without a FIN or RST; any other waits for
/// a quarter of an hour, or for ever. They replace what the DSN says of that. libpq passes over
/// them on a unix socket, whose peer has the same kernel. Throws as `dsn_for`.
std::string noticing_silence(const std::string& dsn, const silence_limits& limits = {});

/// The login a DSN names, or nothing; whether it holds a password. Both throw as `dsn_for`.
std::string user_in(const std::string& dsn);
bool holds_password(const std::string& dsn);

/// Whether all that travels stays on this machine or inside TLS with a verified name: every host a
/// unix socket or loopback, or `sslmode=verify-full`. PGHOST and its kin count where the text is
/// silent, as they do for libpq. Throws as `dsn_for`.
bool travels_safely(const std::string& dsn);

}
