// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/clerk.hpp"
#include "projections/runtime/projector.hpp"
#include "projections/runtime/views.hpp"
#include "tests/support/journal_writer.hpp"

#include <utility>

namespace muniment::test {

/// The pool of a database that outlives all its users.
inline std::shared_ptr<storage::pool> pool_of(journal_database& database) {
  return {std::shared_ptr<void>{}, &database.pool()};
}

/// The views of one workspace with room for `rows` in the overlay.
template <class List>
views_of<List> views_in(journal_database& database, const storage::schema_name& schema,
                        std::size_t rows = 100'000) {
  return views_of<List>{{pool_of(database), schema, std::make_shared<row_cache>(1 << 20),
                         std::make_shared<budget>(rows, std::size_t{64} << 20)}};
}

}
