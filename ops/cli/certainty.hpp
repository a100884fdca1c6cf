// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace muniment::cli {

/// Before something that is for ever: whoever does not say so by `sure` has to be asked, which
/// takes a terminal; without one it throws `usage_error`. `what` is such as `an erasure`.
void require_certainty(bool sure, const std::string& what);

/// Asks by having `word` typed again, unless `sure`; throws storage::startup_error when another one
/// is typed, with `hint`.
void ask_certainty(bool sure, const std::string& warning, const std::string& word,
                   const std::string& hint);

}
