// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <pqxx/connection>
#include <pqxx/transaction>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muniment::storage {

/// How long a node's word holds. What a killed node held is free when both have passed.
struct lease_terms {
  std::chrono::milliseconds term{9'000}; ///< from each renewal on
  /// The node stops so long before its term ends, others begin so long after: what clocks may drift
  /// apart within a term, and what an answer takes to leave.
  std::chrono::milliseconds skew{1'000};
};

/// That a node serves a workspace. `since` (RFC 3339, UTC) and `host` are for people.
struct lease {
  uuid workspace;
  uuid node;
  std::string host;
  std::string since;
};

/// What a node has after it was heard.
struct kept_leases {
  bool anew = false;        ///< a term was begun: everything held before is lost
  std::vector<lease> asked; ///< of the workspaces asked for that exist, whose they are now
};

/// What one node says of itself in the table of nodes, and which workspaces it serves by that of
/// leases: liveness only, `head.epoch` decides who may write. A node has one term, a row; its
/// leases end with it. Only the database's clock is compared. Keeps a connection of its own, as the
/// hub's login, so that a crowded pool lets no lease lapse; opens it when needed. One thread,
/// blocking for some seconds at most. Everything throws `failure`: unavailable, lost (it may have
/// happened; repeating is safe), refused, timed_out.
class leases {
public:
  leases(const std::string& hub_dsn, const uuid& node, std::string host, lease_terms terms = {});

  /// Extends the term by its whole length, or begins one when there is none; ends the terms of
  /// nodes that are over; takes the leases of `workspaces` that are free, in one transaction.
  kept_leases keep(std::span<const uuid> workspaces);

  /// Gives leases back; one that is not held is none of ours to give.
  void give_back(std::span<const uuid> workspaces);

  /// Ends the term with all leases. Repeating changes nothing.
  void end();

private:
  void run(const std::function<void(pqxx::work&)>& use);

  const std::string dsn_;
  const std::string node_;
  const std::string host_;
  const lease_terms terms_;
  std::unique_ptr<pqxx::connection> session_;
  /// The last term that began here was committed for certain: a row is that term's.
  bool stands_ = false;
};

/// A node whose term is not over.
struct serving_node {
  uuid node;
  std::string host;
  std::string since; ///< when its term began
  std::uint64_t workspaces = 0;
};

/// All of them, the oldest first. Throws `failure`.
std::vector<serving_node> read_serving_nodes(const std::string& hub_dsn);

/// Ends the terms of all nodes: for whoever knows that none can be alive. `owner_dsn` is the
/// database owner's. Throws `failure`.
void end_all_terms(const std::string& owner_dsn);

}
