// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace muniment::storage {

/// A map that forgets what was asked for longest ago once it holds `capacity` entries (at least 1).
/// Not synchronised.
template <class Key, class Value>
class recent {
public:
  explicit recent(std::size_t capacity) : capacity_{capacity} {}

  /// The entry, now the most recent; null when there is none. Valid until the next `put` or `drop`.
  const Value* find(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->second;
  }

  void put(const Key& key, Value value) {
    drop(key);
    if (order_.size() >= capacity_) drop(Key{order_.back().first});
    order_.emplace_front(key, std::move(value));
    places_.emplace(key, order_.begin());
  }

  void drop(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return;
    order_.erase(found->second);
    places_.erase(found);
  }

  [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
  using entries = std::list<std::pair<Key, Value>>;

  std::size_t capacity_;
  entries order_;
  std::unordered_map<Key, typename entries::iterator> places_;
};

}
