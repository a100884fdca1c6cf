// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/preparation.hpp"

#include "ops/doctor/words.hpp"

#include <algorithm>

namespace muniment::doctor {
namespace {

constexpr auto prepare =
    "muniment database prepare, with the database's owner as the login of its dsn";

}

finding judge_preparation(const preparation& of, const preparer& by, bool private_one) {
  constexpr auto check = "preparation";
  const std::string mend = private_one ? "muniment up does it when it starts" : prepare;
  if (of.prepared && !of.unknown_steps.empty())
    return failed(check,
                  "it was prepared by a newer version, which took " + joined(of.unknown_steps),
                  "install that version of muniment here");
  if (of.prepared && of.missing_steps.empty() && of.workspaces_behind > 0)
    return warning(check,
                   std::to_string(of.workspaces_behind) + " workspaces lack a step of their schema",
                   "a running server lets them take it, and its log names those that cannot");
  if (of.prepared && of.missing_steps.empty()) return ok(check, "it has all this version needs");
  if (of.prepared)
    return failed(check, "it lacks what this version needs: " + joined(of.missing_steps), mend);
  std::vector<std::string> lacking;
  if (!by.superuser && !by.create_role) lacking.emplace_back("CREATEROLE");
  if (!by.superuser && !by.create) lacking.push_back("CREATE on the database " + by.database);
  if (lacking.empty())
    return failed(check, "it is not prepared yet; " + by.login + " may do it",
                  "muniment database prepare with this dsn");
  return failed(check,
                "it is not prepared yet, and " + by.login + " may not do it: it lacks " +
                    joined(lacking, " and "),
                "as a superuser: ALTER ROLE " + by.login + " CREATEROLE; ALTER DATABASE " +
                    by.database + " OWNER TO " + by.login + "; or: " + prepare);
}

findings judge_installation(const installation& found, const std::string& base_domain,
                            int supported) {
  findings all;
  if (found.base_domain == base_domain)
    all.push_back(ok("base domain", "the database belongs to " + base_domain));
  else
    all.push_back(failed("base domain",
                         "the database belongs to " + found.base_domain +
                             ", and the settings say " + base_domain,
                         "set base_domain to what the database says, or name the right database"));
  const auto level = "format level " + std::to_string(found.format_level);
  if (found.format_level > supported)
    all.push_back(failed("format",
                         level + ", and this version reads up to " + std::to_string(supported),
                         "install the version of muniment that wrote it"));
  else
    all.push_back(ok("format", level));
  return all;
}

bool is_pool(const login_role& role) {
  return role.name.starts_with("muniment_pool_") && role.may_connect;
}

login_rights rights_of(std::span<const login_role> roles) {
  login_rights of;
  for (const std::string name : {"muniment_control", "muniment_hub"}) {
    const auto role = std::ranges::find(roles, name, &login_role::name);
    if (role == roles.end())
      of.missing.push_back("there is no login " + name);
    else if (!role->may_login || !role->may_connect)
      of.missing.push_back(name + " may not log in here");
  }
  if (std::ranges::none_of(roles, is_pool))
    of.missing.emplace_back("there is no pool login that may connect");
  for (const auto& each : roles) {
    if (each.name == everybody) of.excessive.emplace_back("everybody may connect to the database");
    if (each.mighty) of.excessive.push_back(each.name + " has rights of a superuser's kind");
    if (each.inherits) of.excessive.push_back(each.name + " inherits its workspaces' rights");
  }
  return of;
}

finding judge_rights(const login_rights& of) {
  constexpr auto check = "rights";
  if (!of.excessive.empty())
    return failed(check, "logins may more than they need: " + joined(of.excessive, "; "),
                  "take it from them (ALTER ROLE, REVOKE): it breaks the walls between workspaces");
  if (!of.missing.empty()) return failed(check, joined(of.missing, "; "), prepare);
  return ok(check, "each login may what it needs and no more");
}

finding judge_pools(int pools, int workspaces) {
  constexpr auto check = "pool logins";
  constexpr int each_holds = 200;
  const int most = pools * each_holds;
  const auto found = std::to_string(workspaces) + " workspaces; " + std::to_string(pools) +
                     " pool logins hold at most " + std::to_string(most);
  const auto mend = "muniment database prepare --pool-logins with a larger number";
  if (workspaces >= most) return failed(check, found + ": no workspace can be made", mend);
  if (workspaces * 10 > most * 9) return warning(check, found, mend);
  return ok(check, found);
}

finding judge_logins(const std::vector<login_trial>& tried,
                     const std::vector<std::string>& unnamed) {
  constexpr auto check = "logins";
  std::vector<std::string> refused;
  for (const auto& each : tried)
    if (!each.failure.empty()) refused.push_back(each.login + " (" + each.failure + ")");
  if (!refused.empty())
    return failed(check, "refused: " + joined(refused),
                  "muniment database prepare --new-passwords writes the logins file anew");
  if (!unnamed.empty())
    return failed(check, "the logins file lacks " + joined(unnamed) + ": their workspaces rest",
                  "take over the logins file that the last muniment database prepare wrote");
  return ok(check, std::to_string(tried.size()) + " log in");
}

}
