// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace muniment::storage {

/// Receives one row's fields in binary, which live only for the call. None is NULL.
using fields_sink = std::function<void(std::span<const bytes_view> fields)>;

/// COPY … TO STDOUT in binary over a connection of its own, which libpqxx cannot do. No more than
/// one row is in memory here. Each wait for the server ends after `patience`. Throws `failure`:
/// unavailable, timed_out, lost, refused (also when what arrives is no copy).
class binary_copy {
public:
  binary_copy(const std::string& dsn, std::chrono::milliseconds patience);
  ~binary_copy();
  binary_copy(const binary_copy&) = delete;
  binary_copy& operator=(const binary_copy&) = delete;

  /// Statements whose rows do not matter.
  void run(const std::string& sql);

  /// The rows of `select`, each of so many columns; how many there were.
  std::uint64_t rows(std::string_view select, std::size_t columns, const fields_sink& take);

private:
  class session;
  std::unique_ptr<session> session_;
};

}
