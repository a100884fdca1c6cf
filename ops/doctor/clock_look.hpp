// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/clock.hpp"
#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

#include <pqxx/connection>

namespace muniment::doctor {

/// What adjtimex(2) says; it sets nothing.
clock_state system_clock_state();

/// The best of three questions.
clock_offset offset_of(pqxx::connection& session);

/// Looks at this machine's clock, the database's and the newest event.
void look_at_clock(const places& at, listener& into);

}
