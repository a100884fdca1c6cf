// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace muniment {

/// The rows of all read models of a node that were used last, within a number of octets. Any
/// thread. That a row does not exist is remembered too.
class row_cache {
public:
  /// A row whose type its owner knows; null when there is none in the table.
  using row_ptr = std::shared_ptr<const void>;

  explicit row_cache(std::size_t most_octets) : most_octets_{most_octets} {}

  /// A number under which one owner keeps its rows. Whoever wants to forget them all takes another.
  std::uint64_t new_owner();

  /// Nothing when it is not here. What is found counts as used.
  std::optional<row_ptr> find(std::uint64_t owner, const std::string& key);

  /// Keeps or replaces a row; those not used for longest go.
  void put(std::uint64_t owner, const std::string& key, row_ptr row, std::size_t octets);

  [[nodiscard]] std::size_t octets() const;

private:
  struct entry {
    std::string name;
    row_ptr row;
    std::size_t octets;
  };
  using entries = std::list<entry>;

  void remove(entries::iterator at);

  const std::size_t most_octets_;
  mutable std::mutex mutex_;
  std::uint64_t owners_ = 0;
  std::size_t octets_ = 0;
  entries newest_first_;
  std::unordered_map<std::string, entries::iterator> places_;
};

}
