// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/file_stamp.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace muniment::http {

/// What a TLS server needs to be told.
struct tls_settings {
  std::filesystem::path certificate_chain; ///< PEM, the server's own first.
  std::filesystem::path key;               ///< PEM, not encrypted.
  bool allow_tls_1_2 = false;
};

/// The server's side of TLS (RFC 8446): 1.3, or from 1.2 on by setting with forward-secret AEAD
/// suites only; ALPN http/1.1 and nothing else; no renegotiation, compression or early data. Any
/// thread.
class tls_context {
public:
  /// The context, or a sentence saying what is wrong with the files; no key octet stands in it.
  static boost::system::result<std::shared_ptr<tls_context>, std::string>
  make(const tls_settings& settings);

  /// Reads both files again, under the same policy. New connections get the new pair; open ones
  /// keep theirs. When the new pair cannot be used, the old one stays and the sentence says why.
  /// Throws nothing.
  std::optional<std::string> reload();

  /// Whether one of the files is another one than when they were last read, whatever came of it.
  [[nodiscard]] bool outdated() const;

  struct readings {
    std::uint64_t taken = 0; ///< pairs that new connections got from then on; the first is one
    std::uint64_t refused = 0;
  };
  [[nodiscard]] readings read() const;

  /// When the certificate in use ends.
  [[nodiscard]] std::chrono::system_clock::time_point expiry() const;

  /// What new connections are to use; keep it as long as they last.
  std::shared_ptr<boost::asio::ssl::context> current() const;

private:
  using stamps = std::array<file_stamp, 2>;

  explicit tls_context(tls_settings settings) : settings_{std::move(settings)} {}
  [[nodiscard]] stamps look() const;
  std::optional<std::string> take_up();

  const tls_settings settings_;
  mutable std::mutex mutex_;
  stamps seen_{};
  readings read_;
  std::shared_ptr<boost::asio::ssl::context> current_;
};

}
