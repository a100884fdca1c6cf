// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "storage/journal_reader.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace muniment {

/// What an archivist reads with: the pool for reading, which others share, and a hub connection of
/// its own for raising epochs.
struct archive_access {
  std::shared_ptr<storage::pool> connections;
  std::string hub_dsn;
  storage::hub_options hub;
  std::function<instant()> clock; ///< by which deadlines pass; called on the archivist's thread
};

/// The thread that reads journals and settles who may write them. Spawn it detached: it blocks.
/// Spawn several, so that one workspace whose journal is held fast does not keep all others asleep.
/// It never fails a request: what cannot be read now, or is not begun after its deadline, is said
/// in the reply. A stream of more than `most_stream_octets` never can be read.
class archivist_state {
public:
  static constexpr std::size_t most_stream_octets = 64 << 20;

  void start(archive_access access);

  /// `unreachable` tells in `epoch` what this writer holds by now: it may have been raised before
  /// the rest could not be read. Whoever asks again asks with that.
  settle_reply settle(const settle_request& wanted);
  lookup_reply look_up(const lookup_request& wanted);
  holder_reply find_holder(const holder_request& wanted);
  wake_reply wake(const wake_request& wanted);
  stream_reply read_stream(const stream_request& wanted);
  keys_reply read_keys(const keys_request& wanted);

private:
  [[nodiscard]] bool late(instant deadline) const { return deadline < access_.clock(); }
  storage::hub_connection& hub();
  stream_reply whole_stream(const stream_request& wanted);
  storage::journal_reader& reader() { return *reader_; }

  archive_access access_;
  std::optional<storage::journal_reader> reader_;
  std::optional<storage::hub_connection> hub_;
};

archivist_actor::behavior_type archivist(archivist_actor::stateful_pointer<archivist_state> self,
                                         archive_access access);

}
