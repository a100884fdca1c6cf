// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/operation.hpp"
#include "http/operations/metrics.hpp"
#include "http/server/message.hpp"

#include <functional>

namespace muniment::http {

/// What operators ask on the loopback, by GET and HEAD, whatever Host says: `/healthz` (200: the
/// thread turns), `/readyz` (200, or 503 where `ready` says no: starting, draining, no database),
/// `/metrics`. `ready` answers at once, and so do the sources of figures.
handler make_operations(std::function<bool()> ready, figure_sources sources);

/// The same, as docs/openapi.yaml tells it.
openapi::chapter operations_chapter();

}
