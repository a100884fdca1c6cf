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

/// How the workspaces of a node stand, for metrics.
struct directory_figures {
  struct projection {
    std::string name;
    std::uint64_t furthest_behind = 0; ///< of those awake, in events
    std::size_t parked = 0;            ///< in so many of those awake
  };
  std::size_t known = 0;
  std::size_t awake = 0;
  std::vector<projection> projections;
};

/// The workspaces of this node by slug; each is opened when it is first asked for. All coroutines
/// run on one serial executor.
class directory {
public:
  explicit directory(const node_services& services, directory_limits limits = {})
      : services_{services}, limits_{limits} {}

  /// Null when there is none at that slug, or it is being made. One whose journal names another
  /// slug or issuer than its route, because the change of it was cut short, gets that route first.
  /// Throws `workspace_unavailable`.
  asio::awaitable<std::shared_ptr<workspace>> find(std::string slug);

  /// The workspace that is known at this slug, at the slug and with the issuer that its journal
  /// names now, which become its route. Null when none is. Throws `workspace_unavailable`.
  asio::awaitable<std::shared_ptr<workspace>> follow(std::string slug);

  /// The workspace at this slug if it answers now; else null. Neither waits nor wakes it.
  [[nodiscard]] std::shared_ptr<workspace> answering(const std::string& slug) const;

  /// One that was just made, before it says who it is.
  std::shared_ptr<workspace> admit(const storage::workspace_place& place);

  [[nodiscard]] directory_figures figures() const;

  /// The workspace there, for work that no request asked for: `find` does not know a suspended one
  /// by that. Throws `workspace_unavailable`.
  std::shared_ptr<workspace> reach(const storage::workspace_place& place);

  /// Ends them all; from then on none is found. Whatever they still owe an answer is unavailable.
  void close();

  /// Those that say who they are and do not sleep now.
  [[nodiscard]] std::vector<std::shared_ptr<workspace>> awake() const;

private:
  using moment = std::chrono::steady_clock::time_point;

  asio::awaitable<std::optional<storage::workspace_place>> look_up(std::string slug);
  void remember_absence(const std::string& slug);
  void make_room();

  const node_services& services_;
  const directory_limits limits_;
  std::unordered_map<std::string, std::shared_ptr<workspace>> known_;
  std::unordered_map<std::string, moment> absent_; ///< until when
  bool closed_ = false;
};

}
