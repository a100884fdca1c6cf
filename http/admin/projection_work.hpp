// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/node/node.hpp"
#include "projections/runtime/rebuild.hpp"

#include <memory>
#include <string>

namespace muniment::http {

/// Whether there is a read model of that name.
bool is_projection(std::string_view name);

/// Refills a read model beside the live one and switches to it (projections/runtime/rebuild.hpp).
/// `folding` is the projector of the workspace's present term: one that is gone cannot be asked to
/// make way, and then the checkpoint's generation keeps both apart. The work outlives neither the
/// node nor the need for `at`.
operation_work rebuild_work(node& on, std::shared_ptr<workspace> at, projector_actor folding,
                            std::string projection);

/// Compares a read model with its journal (projections/runtime/verify.hpp).
operation_work verify_work(node& on, std::shared_ptr<workspace> at, std::string projection);

/// What both are run with.
replay_options options_for(const std::function<void(const operation_progress&)>& progress,
                           const std::stop_token& stop);

}
