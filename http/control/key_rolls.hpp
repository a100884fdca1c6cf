// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/node/node.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace muniment::http {

/// The rolls of all keys of a deployment (actors/policies/roll_keys.hpp) on this node: each is an
/// operation of the deployment, so there is one at a time. Outlives the operations it began.
class key_rolls {
public:
  /// What a server that was killed is thought of as running for, and some more.
  static constexpr std::chrono::seconds longest_afterlife{12};

  /// `serial` is the executor of the node's coroutines, `between` the least time between two rolls
  /// that nobody asked for. For `patience` another server over the same database is waited for to
  /// end: its copy of the key store would not learn the new keys, so beside it nothing is rolled.
  key_rolls(node& on, std::shared_ptr<operations> under_way, asio::any_io_executor serial,
            std::chrono::hours between, std::chrono::milliseconds patience = longest_afterlife)
      : node_{on}, under_way_{std::move(under_way)}, serial_{std::move(serial)}, between_{between},
        patience_{patience} {}

  /// Begins a whole roll, after the end of one that was left behind; nothing while one is under
  /// way. Any thread.
  begun_operation begin(wish_origin from);

  /// Begins what is due: the end of one that was left behind, or a whole one because somebody was
  /// erased. Blocking. Says whether it did; what kept it from looking is logged, since the next
  /// look comes.
  bool begin_if_due(const std::stop_token& stop);

private:
  enum class extent : std::uint8_t { whole = 1, rest };

  begun_operation begin(wish_origin from, extent how_much);
  operation_work work(wish_origin from, extent how_much);
  [[nodiscard]] bool is_due(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<std::string> other_server() const;
  void await_alone(const std::stop_token& stop) const;

  node& node_;
  const std::shared_ptr<operations> under_way_;
  const asio::any_io_executor serial_;
  const std::chrono::hours between_;
  const std::chrono::milliseconds patience_;
};

}
