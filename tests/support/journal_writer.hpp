// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tiles.hpp"
#include "events/codec/body.hpp"
#include "events/recorded_body.hpp"
#include "tests/support/journal_database.hpp"

#include <map>
#include <string>
#include <vector>

namespace muniment::test {

/// A fact on its way into a test's journal.
struct fact_of {
  std::string category;
  uuid stream;
  std::string type;
  std::uint16_t type_version = 1;
  bytes payload;
};

/// `fact` in the stream of `stream`.
template <event E>
fact_of in_stream(const uuid& stream, const E& fact) {
  const std::string type{E::type};
  return {type.substr(0, type.find('.')), stream, type, E::version, pack_event(fact)};
}

/// What a projector is told of a part, in journal order.
bodies_ptr bodies_in(const storage::journal_part& part);

/// Writes real events into a real journal through the append of a hub, one commit a call.
class journal_writer {
public:
  journal_writer(journal_database& database, storage::schema_name schema);

  /// The committed bodies, in order. Throws std::runtime_error when they were not committed.
  bodies_ptr append(const std::vector<fact_of>& facts);

  /// What appends these facts next, for a writer of the test's own; they count as written.
  storage::journal_part part_of(const std::vector<fact_of>& facts, std::uint64_t epoch = 1);

  /// The same with bodies that were encoded elsewhere, for these very positions.
  bodies_ptr append_bodies(const std::vector<bytes>& bodies);

  [[nodiscard]] std::uint64_t position() const { return position_; }

private:
  storage::journal_part next_part(std::uint64_t epoch = 1) const;
  void put(storage::journal_part& part, const envelope& at, bytes body);
  void commit(const storage::journal_part& part);

  storage::schema_name schema_;
  storage::hub_connection hub_;
  std::uint64_t position_ = 0;
  std::map<std::pair<std::string, uuid>, std::uint32_t> versions_;
  crypto::frontier edge_;
  crypto::partial_tiles tiles_;
};

}
