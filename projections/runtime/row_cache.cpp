// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/row_cache.hpp"

namespace muniment {

namespace {

/// What an entry costs beside its row: its name twice, list and map nodes.
constexpr std::size_t around = 160;

std::string name_of(std::uint64_t owner, const std::string& key) {
  std::string name(sizeof owner, '\0');
  for (auto& each : name) {
    each = static_cast<char>(owner & 0xff);
    owner >>= 8;
  }
  return name + key;
}

}

std::uint64_t row_cache::new_owner() {
  const std::lock_guard lock{mutex_};
  return ++owners_;
}

std::optional<row_cache::row_ptr> row_cache::find(std::uint64_t owner, const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto found = places_.find(name_of(owner, key));
  if (found == places_.end()) return std::nullopt;
  newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
  return found->second->row;
}

void row_cache::put(std::uint64_t owner, const std::string& key, row_ptr row, std::size_t octets) {
  auto name = name_of(owner, key);
  octets += around + 2 * name.size();
  const std::lock_guard lock{mutex_};
  if (const auto known = places_.find(name); known != places_.end()) remove(known->second);
  if (octets > most_octets_) return;
  while (octets_ + octets > most_octets_)
    remove(std::prev(newest_first_.end()));
  newest_first_.push_front({name, std::move(row), octets});
  places_.emplace(std::move(name), newest_first_.begin());
  octets_ += octets;
}

std::size_t row_cache::octets() const {
  const std::lock_guard lock{mutex_};
  return octets_;
}

void row_cache::remove(entries::iterator at) {
  octets_ -= at->octets;
  places_.erase(at->name);
  newest_first_.erase(at);
}

}
