// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/finding.hpp"

#include <utility>

namespace muniment::doctor {

std::string_view name_of(verdict judged) {
  switch (judged) {
  case verdict::ok:
    return "ok";
  case verdict::warning:
    return "warning";
  case verdict::failed:
    break;
  }
  return "failed";
}

finding ok(std::string check, std::string found) {
  return {std::move(check), verdict::ok, std::move(found)};
}

finding warning(std::string check, std::string found, std::string mend) {
  return {std::move(check), verdict::warning, std::move(found), std::move(mend)};
}

finding failed(std::string check, std::string found, std::string mend) {
  return {std::move(check), verdict::failed, std::move(found), std::move(mend)};
}

tally count(const examination& all) {
  tally sum;
  for (const auto& group : all)
    for (const auto& each : group.findings)
      ++(each.judged == verdict::ok        ? sum.ok
         : each.judged == verdict::warning ? sum.warnings
                                           : sum.failed);
  return sum;
}

}
