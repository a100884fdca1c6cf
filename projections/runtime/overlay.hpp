// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/projection.hpp"
#include "projections/runtime/budget.hpp"
#include "projections/runtime/row_octets.hpp"

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace muniment {

/// The rows of one projection that changed beyond its persisted checkpoint. Counts against a
/// budget, which its owner looks at before folding on. One thread at a time.
template <projection P>
class overlay {
public:
  using key = key_of<typename P::row>;
  using row_ptr = std::shared_ptr<const typename P::row>;
  using changes = std::vector<std::pair<key, row_ptr>>;

  explicit overlay(std::shared_ptr<budget> limits) : budget_{std::move(limits)} {}
  ~overlay() { clear(); }
  overlay(const overlay&) = delete;
  overlay& operator=(const overlay&) = delete;

  /// Null when the row did not change.
  [[nodiscard]] row_ptr find(const key& at) const {
    const auto found = rows_.find(at);
    return found == rows_.end() ? nullptr : found->second.row;
  }

  void put(const key& at, row_ptr row, std::uint64_t position) {
    const auto octets = row_octets(*row);
    auto& place = rows_[at];
    if (place.row) budget_->give_back(1, place.octets);
    budget_->take(1, octets);
    place = {std::move(row), position, octets};
  }

  /// Everything in here.
  [[nodiscard]] changes changed() const {
    changes all;
    all.reserve(rows_.size());
    for (const auto& [at, place] : rows_)
      all.emplace_back(at, place.row);
    return all;
  }

  /// Removes and returns the rows that did not change after `position`: they are in the table now.
  changes settle(std::uint64_t position) {
    changes settled;
    for (auto each = rows_.begin(); each != rows_.end();) {
      if (each->second.position > position) {
        ++each;
        continue;
      }
      budget_->give_back(1, each->second.octets);
      settled.emplace_back(each->first, std::move(each->second.row));
      each = rows_.erase(each);
    }
    return settled;
  }

  void clear() {
    for (const auto& [at, place] : rows_)
      budget_->give_back(1, place.octets);
    rows_.clear();
  }

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] bool full() const { return budget_->full(); }

private:
  struct entry {
    row_ptr row;
    std::uint64_t position = 0;
    std::size_t octets = 0;
  };

  std::shared_ptr<budget> budget_;
  std::unordered_map<key, entry> rows_;
};

}
