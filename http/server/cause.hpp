// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>

namespace muniment::http {

/// Why a handler failed, for the log: the type of what it threw, and the text where the type
/// promises that it names no data and no secret. The text of any other could hold what a client
/// sent. At most 300 characters.
std::string cause_of(const std::exception_ptr& thrown);

/// The same for whoever asked for what failed: the text alone where the type promises that, or else
/// the type.
std::string sentence_of(const std::exception_ptr& thrown);

}
