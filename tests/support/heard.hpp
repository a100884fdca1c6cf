// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

namespace muniment::doctor {

inline void PrintTo(const finding& each, std::ostream* out) {
  *out << name_of(each.judged) << " " << each.check << ": " << each.found << " -> " << each.mend;
}

}

namespace muniment::test {

/// What a look told, in the process of the test.
class heard : public doctor::listener {
public:
  void begin(std::string_view check, std::string_view if_silent) override {
    EXPECT_FALSE(check.empty());
    EXPECT_FALSE(if_silent.empty()) << check;
  }
  void tell(const doctor::finding& found) override { all.push_back(found); }
  using listener::tell;

  /// The gravest finding of that check; one without a sentence when there is none.
  [[nodiscard]] doctor::finding about(const std::string& check) const {
    doctor::finding worst;
    for (const auto& each : all)
      if (each.check == check && (worst.found.empty() || each.judged > worst.judged)) worst = each;
    return worst;
  }
  [[nodiscard]] doctor::verdict verdict_of(const std::string& check) const {
    const auto found = about(check);
    EXPECT_FALSE(found.found.empty()) << "nothing was said of " << check;
    EXPECT_EQ(found.mend.empty(), found.judged == doctor::verdict::ok) << check;
    return found.judged;
  }
  [[nodiscard]] bool says(const std::string& check, const std::string& text) const {
    return std::ranges::any_of(all, [&](const auto& each) {
      return each.check == check && (each.found + each.mend).find(text) != std::string::npos;
    });
  }

  doctor::findings all;
};

/// The gravest of several findings about one thing.
inline doctor::verdict worst_of(const doctor::findings& all) {
  auto worst = doctor::verdict::ok;
  for (const auto& each : all)
    worst = std::max(worst, each.judged);
  return worst;
}

}
