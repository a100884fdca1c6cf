// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/declared_claims.hpp"
#include "projections/runtime/journal_report.hpp"
#include "storage/journal_part.hpp"
#include "storage/keyring.hpp"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace muniment {

/// What comparing claims must know of people.
struct claim_holders {
  /// The key of a subject; null when it is erased or unknown. Throws `storage::failure` when nobody
  /// can tell now.
  std::function<storage::shared_key(const uuid& subject)> key;
  /// Whether an event erased it, be it after the moment that is looked at.
  std::function<bool(const uuid& subject)> erased;
};

/// Compares the claims that events declare with those that are kept. All are in memory.
class claims_check {
public:
  /// The next event, in order; false when it cannot be read.
  bool declare(const record& from);

  /// One that is kept.
  void keep(storage::claim_row row);

  /// In memory now.
  [[nodiscard]] std::size_t rows() const { return holders_.size() + kept_.size(); }
  [[nodiscard]] std::size_t kept() const { return kept_.size(); }

  /// After the last of both; `told` after each holder.
  void compare(
      const claim_holders& known, journal_report& into, const std::function<void()>& told = [] {});

private:
  using claim_name = std::pair<std::int16_t, bytes>;
  struct holder {
    uuid journal;
    std::string_view category;
    std::vector<declared_claim> claims;
  };

  void compare(const uuid& stream, const holder& by, const claim_holders& known,
               journal_report& into);
  void meet(const uuid& stream, const declared_claim& declared, const bytes& digest,
            journal_report& into);

  std::map<uuid, holder> holders_;
  std::map<claim_name, uuid> kept_;
  std::set<uuid> gone_; ///< erased after the moment that is looked at: nothing is known of them
};

}
