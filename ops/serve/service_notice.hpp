// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace muniment::ops {

/// Tells whoever started the process, such as systemd, how it stands: `READY=1`, `STOPPING=1`
/// (sd_notify(3)). Where nobody wants to know (no NOTIFY_SOCKET) or listens, nothing happens. Never
/// blocks.
void notify_supervisor(std::string_view state);

}
