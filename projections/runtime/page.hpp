// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/body.hpp"
#include "events/recorded_body.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace muniment {

/// Where and why folding stops: an event that is poison, or one that is missing.
struct fault {
  std::uint64_t position = 0;
  std::string reason;
};

/// The parsed event, or why no projection can read it: not ours, of another position, of a type
/// that this binary does not know and that could concern any of them.
decoded<record> parse_recorded(const recorded_body& from);

/// The type of an event of which no more has to be known, or why no projection can read it, as far
/// as its head tells. Borrows from the body.
decoded<std::string_view> type_of_recorded(std::uint64_t position, bytes_view body);

/// Some events next to each other in the journal, each parsed once for all projections.
class page {
public:
  /// The bodies up to the first gap or step back; throws std::invalid_argument when there are none.
  explicit page(bodies_ptr bodies);

  [[nodiscard]] std::uint64_t first() const { return bodies_->front().position; }
  [[nodiscard]] std::uint64_t last() const { return first() + records_.size() - 1; }
  [[nodiscard]] bool holds(std::uint64_t position) const {
    return first() <= position && position <= last();
  }
  [[nodiscard]] std::size_t octets() const { return octets_; }

  /// The parsed event at a position this page holds. An error stands for a body that no projection
  /// can read, or that belongs elsewhere.
  [[nodiscard]] const decoded<record>& at(std::uint64_t position) const {
    return records_[position - first()];
  }

private:
  bodies_ptr bodies_;
  std::vector<decoded<record>> records_;
  std::size_t octets_ = 0;
};

using page_ptr = std::shared_ptr<const page>;

/// The newest committed events, kept for projections that are just behind; the journal has the
/// rest.
class recent_pages {
public:
  recent_pages(std::size_t most_events, std::size_t most_octets)
      : most_events_{most_events}, most_octets_{most_octets} {}

  /// What does not follow on the newest page starts anew: a publisher is not trusted to be whole.
  void add(page_ptr newest);

  /// The page that holds `position`; null when it is not here.
  [[nodiscard]] page_ptr find(std::uint64_t position) const;

private:
  void drop_oldest();

  const std::size_t most_events_;
  const std::size_t most_octets_;
  std::deque<page_ptr> pages_;
  std::size_t octets_ = 0;
};

}
