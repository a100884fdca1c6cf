// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/catalogue.hpp"
#include "storage/journal_reader.hpp"

namespace muniment::storage {

/// Where the events of a category lie.
inline journal_table table_of(const catalogue::category_entry& category) {
  return category.table == catalogue::table::facts ? journal_table::facts : journal_table::traffic;
}

}
