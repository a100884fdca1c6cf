// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tiles.hpp"
#include "projections/runtime/journal_report.hpp"
#include "storage/journal_snapshot.hpp"

namespace muniment {

/// Hashes a journal's bodies anew and compares with the stored tiles and the head's frontier. What
/// is in memory does not grow with the journal, if `settle` is called now and then.
class tree_check {
public:
  /// The next body, in order.
  void add(bytes_view body);

  /// A position is missing or stands twice: nothing later can be compared.
  void give_up() { broken_ = true; }

  /// Compares the tiles that were completed since the last time.
  void settle(storage::journal_snapshot& stored, journal_report& into);

  /// After the last event.
  void finish(storage::journal_snapshot& stored, const storage::journal_end& end,
              journal_report& into);

private:
  static void compare(const crypto::tile& made, storage::journal_snapshot& stored,
                      journal_report& into);

  crypto::frontier edge_;
  crypto::partial_tiles tiles_;
  std::vector<crypto::tile> completed_;
  bool broken_ = false;
};

}
