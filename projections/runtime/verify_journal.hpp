// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/journal_report.hpp"
#include "projections/runtime/rebuild.hpp"
#include "storage/keyring.hpp"

namespace muniment {

/// Lends the key of a subject; null when it is erased or unknown. Blocks; throws `storage::failure`
/// when nobody can tell now.
using key_lender = std::function<storage::shared_key(const uuid& subject)>;

/// Reads a whole journal as of one moment, beside whoever writes it, and compares: every position
/// with the one before, every column with the body it is an extract of, the table that a row stands
/// in with that of its category, the bodies' hashes with the stored tiles and the head's frontier,
/// their journal with the head's, and the claims that are kept with those that the events declare.
/// Rows before position 1 and behind the head are found too. Of the journal only a page is in
/// memory; of claims all, within `options.most_rows`. Blocks for long: on a thread of its own.
/// Throws `storage::failure`, also over a head that cannot be (none, two, below 0), and
/// `replay_error` for too many claims and when it is cancelled.
journal_report verify_journal(storage::pool& connections, const storage::schema_name& schema,
                              const key_lender& keys, const replay_options& options = {});

}
