// SPDX-License-Identifier: Apache-2.0
#include "tests/support/places.hpp"

namespace muniment::test {

std::filesystem::path source_directory() { return MUNIMENT_SOURCE_DIR; }

std::filesystem::path binary_directory() { return MUNIMENT_BINARY_DIR; }

}
