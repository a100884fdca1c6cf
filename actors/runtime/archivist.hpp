// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "storage/journal_reader.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <optional>
#include <string>

namespace muniment {

/// What an archivist reads with: the pool for reading, a hub connection of its own for raising
/// epochs.
struct archive_access {
  std::shared_ptr<storage::pool> connections;
  std::string hub_dsn;
  storage::hub_options hub;
};

/// The thread that reads journals and settles who may write them. Spawn it detached: it blocks. It
/// never fails a request: what cannot be read now is said in the reply. A stream of more than
/// `most_stream_octets` never can.
class archivist_state {
public:
  static constexpr std::size_t most_stream_octets = 64 << 20;

  void start(archive_access access);

  settle_reply settle(const settle_request& wanted);
  lookup_reply look_up(const lookup_request& wanted);
  holder_reply find_holder(const holder_request& wanted);
  wake_reply wake(const wake_request& wanted);
  stream_reply read_stream(const stream_request& wanted);
  keys_reply read_keys(const keys_request& wanted);

private:
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
