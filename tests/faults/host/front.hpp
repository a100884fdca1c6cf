// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/runtime/journal.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/stateful_actor.hpp>

#include <functional>
#include <optional>
#include <string>

namespace muniment::test {

/// By the machine's clock.
instant now();

struct front_options {
  storage::schema_name schema;
  hub_actor hub;
  archivist_actor archivist;
  bool dedup = true;
  /// Sends one line to the driver; called by several threads, a line is written whole.
  std::function<void(const std::string&)> say;
};

/// Stands where the HTTP edge and the supervisor will: wakes the journal on `wake`, hands it what
/// the driver wishes, tells what it answers, and that it has quit.
///   awake <epoch> <position> · asleep <reason>
///   answer <attempt> committed|known <position> · answer <attempt> refused <code>
///   answer <attempt> unknown · counts <found written> <found absent>
/// `lost <moment>` comes by the same pipe from the hub (losses.hpp).
class front_state {
public:
  void start(caf::event_based_actor* self, front_options options);
  void take(const std::string& line);
  void quit_of(const caf::down_msg& down);

private:
  void wake();
  void woken(const wake_reply& reply);
  void append(const std::string& line);
  void tell(std::uint64_t attempt, const append_reply& reply);

  caf::event_based_actor* self_ = nullptr;
  std::optional<front_options> options_;
  journal_actor journal_;
};

/// Takes the driver's lines as strings.
caf::behavior front(caf::stateful_actor<front_state>* self, front_options options);

}
