// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace muniment::http {

/// The text of docs/errors.md, from the registers of refusals, problems, framing refusals and OAuth
/// errors. Pure.
std::string errors_page();

}
