// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/key_copies.hpp"
#include "ops/doctor/places.hpp"

#include <filesystem>

namespace muniment::doctor {

/// Compares a directory with the key store, octet by octet.
key_copy compare_copy(const std::filesystem::path& copy, const places& at);

/// Whether `path` is `folder` or lies in it.
bool lies_in(const std::filesystem::path& path, const std::filesystem::path& folder);

}
