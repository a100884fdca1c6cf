// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/refusals.hpp"
#include "http/server/problem.hpp"

#include <string_view>

namespace muniment::http {

/// A lawful no as the APIs tell it (RFC 9457): sentence and cure of the register.
problem problem_of(refusal_code why);

/// The same by its name; a name of no row is an unreadable command's.
problem problem_of_refusal(std::string_view name);

}
