// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/observer.hpp"

#include <memory>

namespace spdlog {
class logger;
}

namespace muniment::http {

/// Writes one line of JSON for each reply (http/operations/access_line.hpp), of level info or, from
/// status 500 on, warn; before it, one that names the request and the cause: of level error and
/// kind `handler_failed` for each handler that failed, of level warn and kind `unavailable` for
/// each request that a workspace could not attend to. `lines` gets whole lines: its pattern is
/// `%v`. It must not make the listener's thread wait for what it writes to.
std::shared_ptr<observer> make_access_log(std::shared_ptr<spdlog::logger> lines);

}
