// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"

#include <vector>

namespace muniment::storage {

/// The key rows that one command (or one roll) needs in the append of its own events. It repeats
/// every row it depends on that is not known to be committed, so it stands on its own: whichever of
/// several waiting appends lands first, no box is ever in the journal without the row of its key.
///
/// Life: filled by `keyring` while the command seals; added to the part that carries the events;
/// then given back exactly once, as it was, to `keyring::committed` or `keyring::refused`. A
/// command that is retried with the same boxes keeps its changes.
struct key_changes {
  std::vector<key_row> written;
  std::vector<key_id> deleted;
  bool exclusive = false; ///< an erasure or a roll: alone in flight
};

/// Puts the changes into a part; a row that an earlier command of the part brought is replaced.
void add_to(journal_part& part, const key_changes& changes);

}
