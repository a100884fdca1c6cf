// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"

#include <functional>
#include <memory>

namespace prometheus {
class Registry;
}

namespace muniment::http {

/// What operators ask on the loopback, by GET and HEAD, whatever Host says: `/healthz` (200: the
/// thread turns), `/readyz` (200, or 503 where `ready` says no: starting, draining, no database),
/// `/metrics`. `ready` answers at once.
handler make_operations(std::function<bool()> ready,
                        std::shared_ptr<prometheus::Registry> registry);

}
