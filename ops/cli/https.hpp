// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/startup_error.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muniment::cli {

/// What is sent, once.
struct https_request {
  std::string method = "GET";
  std::string url = {};                 ///< absolute; nothing in it is secret
  std::vector<std::string> fields = {}; ///< `Name: value`
  std::string body = {};
};

/// What came back.
struct https_reply {
  long status = 0; ///< of HTTP
  std::string body = {};
  std::optional<std::chrono::seconds> retry_after = {}; ///< where the server said so
};

/// Nobody waits for the reply any more.
struct given_up : std::exception {
  const char* what() const noexcept override { return "nobody waits for the reply any more"; }
};

/// No answer of the server itself: it cannot be reached, the connection was cut, or it is not ready
/// to answer. It may come back.
struct server_away : storage::startup_error {
  using startup_error::startup_error;
};

/// HTTPS to our own servers: the certificate is verified, redirects are not followed, a reply is
/// waited for 30 seconds and has at most 16 MiB. Names below `.localhost` are this machine (RFC
/// 6761 section 6.3), whatever its resolver knows. One thread.
class https_client {
public:
  /// `ca_file` is what to trust; empty for what the system trusts.
  explicit https_client(std::string ca_file);
  ~https_client();
  https_client(const https_client&) = delete;
  https_client& operator=(const https_client&) = delete;

  /// Throws storage::startup_error when there is no reply, with the reason and a hint;
  /// `server_away` where there may be one later.
  https_reply send(const https_request& asked);

  /// Asked about once a second while a reply is waited for; when it is true, `send` throws
  /// `given_up`.
  void give_up_when(std::function<bool()> told) { told_to_give_up_ = std::move(told); }
  [[nodiscard]] bool told_to_give_up() const { return told_to_give_up_ && told_to_give_up_(); }

private:
  std::string ca_file_;
  std::array<char, 256> reason_{}; ///< libcurl's own words, written until its handle is gone
  void* handle_;
  std::function<bool()> told_to_give_up_;
};

/// `a=b&c=d` of those pairs whose value is not empty.
std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters);

}
