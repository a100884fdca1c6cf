// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/checksum.hpp"
#include "projections/runtime/hearing.hpp"
#include "projections/runtime/replay.hpp"

#include <algorithm>
#include <future>
#include <span>
#include <unordered_map>
#include <vector>

namespace muniment {

namespace detail {

/// Runs `act(0)` … `act(threads - 1)` at once; throws what one of them throws.
template <class Act>
void at_once(std::size_t threads, Act act) {
  std::vector<std::future<void>> running;
  for (std::size_t thread = 1; thread < threads; ++thread)
    running.push_back(std::async(std::launch::async, act, thread));
  act(0);
  for (auto& each : running)
    each.get();
}

/// Folds on to where `end` says the events end, until few are left or it was tried a hundred times:
/// each round is as long as what was written during the one before. An end before where the fold
/// stands, as of a table that began anew, is followed too.
template <class Fold, class End, class FollowTo>
void follow_closely(const Fold& fold, End end, FollowTo follow_to) {
  constexpr std::uint64_t few = 500;
  for (int round = 0; round < 100; ++round) {
    const std::uint64_t now = end();
    if (now >= fold.position() && now - fold.position() <= few) return;
    follow_to(now);
  }
}

/// Where a part that begins after `position` ends, if all ends at `upto`. Rows that are written
/// once need not be there when later events are folded; all others do, so there is one part.
template <projection P>
std::uint64_t end_of_part(std::uint64_t position, std::uint64_t upto, std::size_t wave_events) {
  constexpr std::uint64_t waves = 16;
  return is_written_once<P> ? std::min(upto, position + waves * wave_events) : upto;
}

inline replay_error poison(std::uint64_t position, const std::string& why) {
  return {replay_error::reason::poison, position, why};
}

/// Parses and hears one body; throws `replay_error` for poison.
template <projection P>
heard<P> hear_body(const recorded_body& from) {
  auto event = hear<P>(parse_recorded(from));
  if (!event) throw poison(from.position, event.error());
  return std::move(*event);
}

template <projection P>
std::optional<typename P::row> fold_or_throw(std::optional<typename P::row> before,
                                             const key_of<typename P::row>& key,
                                             const recorded<typename P::event>& fact) {
  auto after = fold_row<P>(std::move(before), key, fact);
  if (!after) throw replay_error{replay_error::reason::poison, fact.at.position, after.error()};
  return std::move(*after);
}

}

/// Whether `P` listens to an event, by its head alone: a long journal holds many that it does not
/// listen to for each that it does. Throws `replay_error` where nobody can say.
template <projection P>
bool is_heard(std::uint64_t position, bytes_view body) {
  const auto type = type_of_recorded(position, body);
  if (!type) throw detail::poison(position, detail::unreadable(type.error()));
  return detail::listens_to<typename P::event>(*type);
}

/// Folds waves of events on several threads: each hears its part of a wave, then each folds the
/// rows whose keys are its own, in journal order.
template <projection P>
class parallel_fold {
public:
  using key = key_of<typename P::row>;
  using row = typename P::row;

  explicit parallel_fold(std::size_t threads) : parts_(threads), rows_(threads) {}

  void add(const wave& events) {
    const auto bodies = events.bodies;
    if (bodies.empty()) return;
    const auto threads = rows_.size();
    const auto share = (bodies.size() + threads - 1) / threads;
    detail::at_once(threads, [&](std::size_t thread) {
      const auto begin = std::min(thread * share, bodies.size());
      hear_part(parts_[thread], bodies.subspan(begin, std::min(share, bodies.size() - begin)));
    });
    detail::at_once(threads, [&](std::size_t thread) { fold_own(thread); });
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t sum = 0;
    for (const auto& each : rows_)
      sum += each.size();
    return sum;
  }

  /// All rows in the order of their keys, borrowed.
  [[nodiscard]] std::vector<const row*> sorted() const {
    std::vector<const row*> all;
    all.reserve(size());
    for (const auto& each : rows_)
      for (const auto& [at, known] : each)
        all.push_back(&known);
    std::ranges::sort(all, {}, [](const row* each) { return storage::key_in(*each); });
    return all;
  }

private:
  /// What one thread heard, by the thread that folds it.
  struct part {
    std::vector<recorded<typename P::event>> facts;
    std::vector<std::vector<std::pair<key, std::size_t>>> for_thread;
  };

  void hear_part(part& into, std::span<const recorded_body> bodies) {
    into.facts.clear();
    into.for_thread.assign(rows_.size(), {});
    for (const auto& each : bodies) {
      auto event = detail::hear_body<P>(each);
      for (const auto& at : event.keys)
        into.for_thread[std::hash<key>{}(at) % rows_.size()].emplace_back(at, into.facts.size());
      if (!event.keys.empty()) into.facts.push_back(std::move(*event.fact));
    }
  }

  void fold_own(std::size_t thread) {
    auto& rows = rows_[thread];
    for (const auto& each : parts_)
      for (const auto& [at, fact] : each.for_thread[thread]) {
        const auto found = rows.find(at);
        auto before = found == rows.end() ? std::nullopt : std::optional{std::move(found->second)};
        auto after = detail::fold_or_throw<P>(std::move(before), at, each.facts[fact]);
        if (after) rows.insert_or_assign(at, std::move(*after));
      }
  }

  std::vector<part> parts_;
  std::vector<std::unordered_map<key, row>> rows_;
};

/// The other fold: one thread, one ordered map, one event after the other. What a parallel fold is
/// checked with, and what follows the live journal.
template <projection P>
class sequential_fold {
public:
  using key = key_of<typename P::row>;

  void add(const wave& events) {
    for (const auto& each : events.bodies) {
      const auto event = detail::hear_body<P>(each);
      for (const auto& at : event.keys)
        fold(at, *event.fact);
    }
    position_ = events.last;
  }

  /// Of the part that it is in; all of them where it was never told of a next one.
  [[nodiscard]] const rows_of<P>& rows() const { return rows_; }
  [[nodiscard]] std::uint64_t position() const { return position_; }

  /// Drops the rows: no later fact changes them. They are counted and summed on.
  void next_part() requires is_written_once<P> {
    sum_ = sum_with_rows();
    counted_ = count();
    part_begin_ = position_;
    rows_.clear();
    changed_.clear();
  }

  /// After which position this part begins.
  [[nodiscard]] std::uint64_t part_begin() const { return part_begin_; }

  /// Rows of all parts.
  [[nodiscard]] std::uint64_t count() const { return counted_ + rows_.size(); }

  /// The checksum of the rows of all parts.
  [[nodiscard]] crypto::hash checksum() const { return sum_with_rows().finish(); }

  /// The keys of rows changed since this was last asked.
  std::vector<key> take_changed() {
    std::ranges::sort(changed_);
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    return std::exchange(changed_, {});
  }

  /// From now on remembers which rows change.
  void follow() { follow_ = true; }

private:
  void fold(const key& at, const recorded<typename P::event>& fact) {
    const auto place = rows_.lower_bound(at);
    const bool known = place != rows_.end() && place->first == at;
    // What throws ends the fold, so nobody asks for the row that was lent to it.
    auto before = known ? std::optional{std::move(place->second)} : std::nullopt;
    auto after = detail::fold_or_throw<P>(std::move(before), at, fact);
    if (!after) return;
    if (known)
      place->second = std::move(*after);
    else
      rows_.emplace_hint(place, at, std::move(*after));
    if (follow_) changed_.push_back(at);
  }

  [[nodiscard]] row_checksum sum_with_rows() const {
    auto sum = sum_;
    for (const auto& [at, row] : rows_)
      sum.add(pack(row));
    return sum;
  }

  rows_of<P> rows_;
  std::vector<key> changed_;
  row_checksum sum_{P::name}; ///< of the parts before this one
  std::uint64_t counted_ = 0; ///< their rows
  std::uint64_t part_begin_ = 0;
  std::uint64_t position_ = 0;
  bool follow_ = false;
};

}
