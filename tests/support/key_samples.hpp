// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/key_table.hpp"

#include <chrono>

namespace muniment::test {

/// Whose keys the tests of keys make, and what they seal: the same everywhere, so that one test
/// reads as the next.
inline const uuid workspace = id_of_octet(1);
inline const uuid journal = id_of_octet(0xaa);
inline const std::chrono::sys_days monday{std::chrono::days{20'500}};
inline const bytes place(3, 9);
inline const bytes packed(20, 4);

}
