// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/body.hpp"
#include "projections/checksum.hpp"

#include <gtest/gtest.h>

namespace muniment::test {

/// When the event at this position was recorded, in the tables of projection tests.
inline instant moment(std::uint64_t position) {
  return from_microseconds(1'772'546'580'000'000) + std::chrono::seconds{position};
}

/// The stream those tables are about.
inline const uuid the_stream = uuid::random({42});

/// Folds one event into the rows it touches.
template <class P>
void fold_into(rows_of<P>& rows, const recorded<typename P::event>& fact) {
  for (const auto& key : P::keys(fact)) {
    std::optional<typename P::row> known;
    if (const auto found = rows.find(key); found != rows.end()) known = found->second;
    if (auto row = P::fold(std::move(known), key, fact)) rows.insert_or_assign(key, *row);
  }
}

/// The only row after these events of one stream, at the positions from 1 on.
template <class P>
std::optional<typename P::row> folded(const std::vector<typename P::event>& events) {
  rows_of<P> rows;
  for (const auto& fact : events) {
    recorded<typename P::event> each{{}, fact};
    each.at.stream = the_stream;
    each.at.position = &fact - events.data() + 1U;
    each.at.recorded_at = moment(each.at.position);
    fold_into<P>(rows, each);
  }
  EXPECT_LE(rows.size(), 1U);
  if (rows.empty()) return std::nullopt;
  return rows.begin()->second;
}

/// The rows after a journal; what `P` does not listen to is passed over.
template <class P>
rows_of<P> folded_journal(const std::vector<bytes>& bodies) {
  rows_of<P> rows;
  for (const auto& body : bodies) {
    const auto from = decode_body(body);
    auto fact = decode_fact<typename P::event>(*from);
    if (fact)
      fold_into<P>(rows, {from->at(), std::move(*fact)});
    else
      EXPECT_EQ(fact.error(), codec_error::unknown_type);
  }
  return rows;
}

}
