// SPDX-License-Identifier: Apache-2.0
#include "storage/system_account.hpp"

#include "storage/child_process.hpp"
#include "storage/startup_error.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

constexpr auto useradd = "/usr/sbin/useradd";

std::vector<gid_t> groups_of(const char* name, gid_t primary) {
  int count = 64;
  std::vector<gid_t> groups(count);
  while (::getgrouplist(name, primary, groups.data(), &count) < 0)
    groups.resize(count);
  groups.resize(count);
  return groups;
}

system_account to_account(const passwd& entry) {
  return {entry.pw_name, entry.pw_uid, entry.pw_gid, groups_of(entry.pw_name, entry.pw_gid)};
}

bool create_account(const std::string& name) {
  if (::access(useradd, X_OK) != 0) return false;
  const auto status =
      run({.argv = {useradd, "--system", "--user-group", "--no-create-home", "--home-dir",
                    "/nonexistent", "--shell", "/usr/sbin/nologin", name}},
          std::chrono::seconds(30));
  return status == 0;
}

}

std::optional<system_account> find_account(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  char buffer[4096];
  if (::getpwnam_r(name.c_str(), &entry, buffer, sizeof buffer, &found) != 0 || !found) return {};
  return to_account(entry);
}

system_account owner_of(const std::filesystem::path& path) {
  struct stat about {};
  passwd entry{};
  passwd* found = nullptr;
  char buffer[4096];
  if (::stat(path.c_str(), &about) != 0 ||
      ::getpwuid_r(about.st_uid, &entry, buffer, sizeof buffer, &found) != 0 || !found)
    throw startup_error("the owner of " + path.string() + " is not an account of this machine",
                        "give it to an existing account: chown -R <account> " + path.string());
  return to_account(entry);
}

system_account find_or_create_account(const std::string& name) {
  if (auto account = find_account(name)) return *account;
  if (create_account(name))
    if (auto account = find_account(name)) return *account;
  if (auto account = find_account("postgres")) return *account;
  throw startup_error("PostgreSQL refuses to run as root and the account '" + name +
                          "' cannot be made",
                      "make it: useradd --system " + name + ", or start muniment as another user");
}

}
