// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/runtime/lease_term.hpp"
#include "storage/leases.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muniment {

struct lease_keeper_options {
  std::string hub_dsn;
  uuid node;
  std::string host; ///< for people
  storage::lease_terms terms;
  std::shared_ptr<lease_term> term; ///< kept up to date for those who answer
};

class lease_keeper_state;
using lease_keeper_pointer = lease_keeper_actor::stateful_pointer<lease_keeper_state>;

/// Keeps this node's term in the database and the leases of the workspaces it serves. The term is
/// extended thrice in its length; when it ended anyway, everybody who holds a lease is told
/// (`lapse_atom`), and a new one begins. What is asked for while a transaction runs waits in the
/// mailbox and goes into the next one. A holder that ends gives its lease back.
class lease_keeper_state {
public:
  void start(lease_keeper_pointer self, lease_keeper_options options);
  void take(const uuid& workspace, caf::actor_addr by,
            caf::typed_response_promise<lease_reply> promise);
  void give_back(const uuid& workspace);
  void work();
  void renew();

private:
  struct waiting {
    uuid workspace;
    caf::actor_addr by;
    caf::typed_response_promise<lease_reply> promise;
  };

  using batch = std::vector<waiting>;

  void poke();
  batch next_batch();
  void serve(batch& asking);
  void lost(const caf::down_msg& down);
  void end();
  std::optional<std::string> keep(std::span<const uuid> workspaces,
                                  std::vector<storage::lease>& found);
  void begin_term();
  void answer(waiting& each, const std::vector<storage::lease>& found);
  void return_some();
  void note(const std::optional<std::string>& fault);

  lease_keeper_pointer self_ = nullptr;
  lease_keeper_options options_;
  std::optional<storage::leases> leases_;
  std::uint64_t number_ = 0; ///< of the term
  batch waiting_;
  std::map<uuid, caf::actor_addr> holders_;
  std::set<uuid> returning_; ///< not held by anybody here, but perhaps in the database
  bool poked_ = false;
  bool failing_ = false;
};

/// Spawn it detached, for it blocks. When it is told to exit it ends the term, so that others need
/// not wait.
lease_keeper_actor::behavior_type lease_keeper(lease_keeper_pointer self,
                                               lease_keeper_options options);

}
