// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/startup_error.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace muniment::test {

/// What a `startup_error` says, which must come with a hint; "nothing was thrown" otherwise.
inline std::string refusal_text(const std::function<void()>& act) {
  try {
    act();
  } catch (const storage::startup_error& error) {
    EXPECT_FALSE(error.hint().empty());
    return error.what();
  }
  return "nothing was thrown";
}

}
