// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/as_of.hpp"
#include "projections/runtime/parallel_fold.hpp"
#include "projections/runtime/row_octets.hpp"

#include <algorithm>

namespace muniment {

template <projection P>
past_rows<P>::past_rows(std::vector<key> wanted, const as_of_limits& limits)
    : wanted_{std::move(wanted)}, limits_{limits} {
  std::ranges::sort(wanted_);
  wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
  if (wanted_.size() > limits_.most_rows)
    throw replay_error{replay_error::reason::too_many_rows, 0, "more rows are wanted than may be"};
}

template <projection P>
void past_rows<P>::add(std::uint64_t position, const decoded<record>& from) {
  const auto event = hear<P>(from);
  if (!event) throw replay_error{replay_error::reason::poison, position, event.error()};
  for (const auto& at : event->keys)
    if (std::ranges::binary_search(wanted_, at)) fold(at, *event->fact);
}

template <projection P>
void past_rows<P>::fold(const key& at, const recorded<typename P::event>& fact) {
  const auto found = rows_.find(at);
  std::optional<typename P::row> before;
  if (found != rows_.end()) {
    octets_ -= row_octets(found->second);
    before = std::move(found->second);
  }
  auto after = detail::fold_or_throw<P>(std::move(before), at, fact);
  if (!after) return;
  octets_ += row_octets(*after);
  rows_.insert_or_assign(at, std::move(*after));
  if (octets_ > limits_.most_octets)
    throw replay_error{replay_error::reason::too_many_rows, fact.at.position,
                       "the rows take more memory than is set aside for them"};
}

}
