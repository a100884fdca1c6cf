// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace muniment::test {

/// The root of the checkout that the test was built from.
std::filesystem::path source_directory();

/// The root of its build.
std::filesystem::path binary_directory();

}
