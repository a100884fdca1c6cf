// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/workspace.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace muniment::http {

struct directory_limits {
  std::size_t workspaces = 10'000; ///< known at once; beyond it, one nobody uses is forgotten
  std::size_t absent = 1'000;      ///< slugs remembered as nobody's
  std::chrono::seconds absence{5}; ///< for which they are
};

/// The workspaces of this node by slug; each is opened when it is first asked for. All coroutines
/// run on one serial executor.
class directory {
public:
  explicit directory(const node_services& services, directory_limits limits = {})
      : services_{services}, limits_{limits} {}

  /// Null when there is none, or it is being made. Throws `workspace_unavailable`.
  asio::awaitable<std::shared_ptr<workspace>> find(std::string slug);

  /// One that was just made, before it says who it is.
  std::shared_ptr<workspace> admit(const storage::workspace_place& place);

  /// Those that say who they are and do not sleep now.
  [[nodiscard]] std::vector<std::shared_ptr<workspace>> awake() const;

  /// Its slug has changed, or it is gone.
  void forget(const std::string& slug);

private:
  using moment = std::chrono::steady_clock::time_point;

  asio::awaitable<std::optional<storage::workspace_place>> look_up(std::string slug);
  void remember_absence(const std::string& slug);
  void make_room();

  const node_services& services_;
  const directory_limits limits_;
  std::unordered_map<std::string, std::shared_ptr<workspace>> known_;
  std::unordered_map<std::string, moment> absent_; ///< until when
};

}
