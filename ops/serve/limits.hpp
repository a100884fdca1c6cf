// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"

#include <cstddef>

namespace muniment::ops {

/// What a node may use on a machine of so many cores, one at least. Pure.
///
/// The node's own limits are those of two cores, but for actors: they compute little and answer one
/// thread, so a second one of theirs is woken more than it helps (decision 37). Of more cores, what
/// hashes passwords and what signs by RSA may have all but one each: neither keeps a core busy for
/// longer than somebody waits for it.
http::node_limits limits_for(std::size_t cores);

}
