// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace muniment::http {

/// Well-formed UTF-8 (RFC 3629): shortest forms only, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

}
