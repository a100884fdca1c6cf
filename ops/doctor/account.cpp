// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/account.hpp"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::doctor {
namespace {

std::string name_of(uid_t account) {
  const auto* known = ::getpwuid(account);
  return known ? known->pw_name : std::to_string(account);
}

}

account_state state_of_account(const std::filesystem::path& of) {
  account_state seen{name_of(::geteuid()), ::geteuid() == 0};
  struct stat about {};
  if (::stat(of.c_str(), &about) == 0)
    seen.owner = name_of(about.st_uid);
  else
    seen.hidden = errno == EACCES;
  return seen;
}

finding judge_account(const account_state& seen, const std::filesystem::path& of) {
  constexpr auto check = "account";
  if (seen.root) return ok(check, "root, who may look at everything");
  const auto where = of.string();
  if (seen.hidden)
    return failed(check, seen.ours + " may not see " + where + ", so most was not looked at",
                  "run muniment doctor as root or as the account that runs muniment");
  if (seen.owner.empty() || seen.owner == seen.ours) return ok(check, seen.ours);
  return failed(check,
                where + " is " + seen.owner + "'s, and " + seen.ours +
                    " may not look into it, so most was not looked at",
                "run muniment doctor as root or as " + seen.owner);
}

eyes_of_owner::eyes_of_owner(const std::filesystem::path& of) {
  struct stat seen {};
  if (::geteuid() != 0 || ::stat(of.c_str(), &seen) != 0 || seen.st_uid == 0) return;
  const auto* account = ::getpwuid(seen.st_uid);
  if (!account || ::initgroups(account->pw_name, account->pw_gid) != 0) return;
  borrowed_ = ::setegid(account->pw_gid) == 0 && ::seteuid(account->pw_uid) == 0;
}

eyes_of_owner::~eyes_of_owner() {
  if (!borrowed_) return;
  // Root's saved ids let it come back; if not, what follows sees less and says so.
  if (::seteuid(0) != 0 || ::setegid(0) != 0) return;
  static_cast<void>(::setgroups(0, nullptr));
}

bool is_there(const std::filesystem::path& path) {
  std::error_code unseen;
  return std::filesystem::exists(path, unseen);
}

bool open_to_others(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code unseen;
  const auto rights = fs::status(path, unseen).permissions();
  return !unseen && (rights & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
}

}
