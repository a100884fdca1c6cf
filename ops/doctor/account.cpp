// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/account.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::doctor {

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
