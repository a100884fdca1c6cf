// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/outcomes.hpp"

#include "events/codec/msgpack.hpp"
#include "storage/big_endian.hpp"

namespace muniment {

namespace {

bytes place_of(const uuid& journal, const idempotency_key& of) {
  bytes place;
  storage::put_part(place, as_bytes("muniment idempotency outcome v1"));
  storage::put_part(place, journal.view());
  storage::put_part(place, of.digest);
  storage::put_part(place, of.fingerprint);
  return place;
}

}

bytes seal_outcome(const crypto::sealing_key& key, const uuid& journal, const idempotency_key& of,
                   const command_reply& reply) {
  return crypto::seal(key, place_of(journal, of), pack(reply));
}

std::optional<command_reply> open_outcome(const crypto::sealing_key& key, const uuid& journal,
                                          const idempotency_key& of, bytes_view box) {
  const auto packed = crypto::open(key, place_of(journal, of), box);
  if (!packed) return std::nullopt;
  auto reply = unpack<command_reply>(bytes_view{*packed});
  if (!reply) return std::nullopt;
  return *std::move(reply);
}

}
