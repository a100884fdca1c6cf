// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace muniment::documentation {

/// The text of docs/events.md, from the catalogue, the descriptions of the structs and the
/// sentences. Pure.
std::string events_page();

}
