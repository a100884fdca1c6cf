// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/sequencing.hpp"
#include "storage/hub_connection.hpp"
#include "storage/journal_reader.hpp"

namespace muniment {

/// Makes the caller the sole writer of a journal: raises its epoch and reads back where it ends.
/// Reads the head, the last event, at most 255 bodies and one row of tiles a level, never the whole
/// journal; refuses a frontier that those do not prove.
/// Blocking. Throws `storage::failure`: timed_out when an append in flight holds the head (one that
/// its node did not finish is ended, so that the next try may find it free), refused when another
/// writer raised the epoch meanwhile, missing when stored hashes do not fit, or what the reader
/// throws.
journal_cursor wake(storage::hub_connection& hub, storage::journal_reader& reader,
                    const storage::schema_name& schema);

}
