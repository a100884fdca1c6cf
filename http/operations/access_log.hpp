// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/observer.hpp"

#include <memory>

namespace spdlog {
class logger;
}

namespace muniment::http {

/// Writes one line of JSON for each reply (http/operations/access_line.hpp), of level info or, from
/// status 500 on, warn, and one of level error that names the request for each handler that failed.
/// `lines` gets whole lines: its pattern is `%v`. It must not make the listener's thread wait for
/// what it writes to.
std::shared_ptr<observer> make_access_log(std::shared_ptr<spdlog::logger> lines);

}
