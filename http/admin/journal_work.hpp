// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/node/node.hpp"

#include <memory>

namespace muniment::http {

/// Compares a workspace's journal with itself and with what is kept beside it
/// (projections/runtime/verify_journal.hpp). `keeper` is asked for the keys of people. The work
/// outlives neither the node nor the need for `at`.
operation_work verify_journal_work(node& on, std::shared_ptr<workspace> at,
                                   supervisor_actor keeper);

}
