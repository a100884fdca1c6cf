// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/issuers.hpp"

#include "ops/doctor/words.hpp"

namespace muniment::doctor {
namespace {

constexpr auto issuers_check = "issuers";

std::string first_of(const storage::issuer_survey& seen) {
  const auto more = seen.others - seen.first.size();
  return joined(seen.first) + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

}

finding judge_issuers(const storage::issuer_survey& seen, bool by_itself) {
  if (seen.others > 0)
    return failed(
        issuers_check,
        "nobody can sign in where the issuer is not what the settings say: " + first_of(seen),
        by_itself ? "start muniment up again: it gives them that of its settings"
                  : "set the settings back; or, and tell the clients, muniment workspace "
                    "rename " +
                        seen.first.front() + ' ' + seen.first.front() + ", and so for each");
  if (seen.unknown > 0)
    return ok(issuers_check, "they are what the settings say, but for " +
                                 std::to_string(seen.unknown) +
                                 " workspaces that nobody asked since the update");
  return ok(issuers_check, "they are what the settings say");
}

}
