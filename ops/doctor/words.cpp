// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/words.hpp"

namespace muniment::doctor {

std::string joined(const std::vector<std::string>& all, std::string_view between) {
  std::string text;
  for (const auto& each : all)
    text.append(text.empty() ? "" : between).append(each);
  return text;
}

std::string some_of(const std::vector<std::string>& all) {
  constexpr std::size_t shown = 3;
  if (all.size() <= shown) return joined(all);
  return joined({all.begin(), all.begin() + shown}) + " and " + std::to_string(all.size() - shown) +
         " more";
}

}
