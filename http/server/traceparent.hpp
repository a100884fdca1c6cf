// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muniment::http {

/// The trace id that the value of a traceparent field names (W3C Trace Context section 3.2);
/// nothing if it is not exactly one: of a version after 00 what follows the flags is passed over,
/// version ff, zero ids and capitals are not valid.
std::optional<std::array<std::uint8_t, 16>> trace_of(std::string_view traceparent);

}
