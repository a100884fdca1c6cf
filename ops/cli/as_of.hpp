// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {

/// Shows every item of a list that `keep` takes, as of the moment that the query's `as_of` names,
/// if it names one, and then says in front which that is. Throws storage::startup_error as `api`,
/// and when a later page stands for another position than the first: events of that very moment
/// were recorded meanwhile.
void show_list(api& at, const std::string& path, api::parameters query, listing& shown,
               const char* list = "items",
               const std::function<bool(const boost::json::object&)>& keep = {});

}
