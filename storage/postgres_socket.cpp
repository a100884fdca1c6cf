// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_socket.hpp"

#include "storage/startup_error.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view socket_name = "/.s.PGSQL.5432";

/// libpq and the server's setting both read a comma as the border between two directories.
bool fits(const fs::path& folder) {
  return folder.native().find(',') == std::string::npos &&
         folder.native().size() + socket_name.size() < sizeof(sockaddr_un::sun_path);
}

startup_error failed(const fs::path& folder) {
  return {"cannot make the socket directory " + folder.string() + ": " + std::strerror(errno),
          "check its owner and free space, or choose another --data-dir"};
}

uid_t owner(const system_account* account) { return account ? account->uid : ::geteuid(); }

/// A directory left by an earlier start is trusted only if nobody else can have made or entered it.
bool is_private(const fs::path& folder, const system_account* account) {
  struct stat about {};
  return ::lstat(folder.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
         about.st_uid == owner(account) && (about.st_mode & 0777) == 0700;
}

void give(const fs::path& folder, const system_account* account) {
  if (account && ::lchown(folder.c_str(), account->uid, account->gid) != 0) throw failed(folder);
}

fs::path make_elsewhere(const system_account* account) {
  for (const char* base : {"/run/muniment-XXXXXX", "/tmp/muniment-XXXXXX"}) {
    std::string name = base;
    if (!::mkdtemp(name.data())) continue;
    give(name, account);
    return name;
  }
  throw failed("/tmp/muniment-*");
}

}

fs::path make_socket_directory(const fs::path& root, const system_account* account) {
  const auto local = root / "socket";
  std::error_code ignored;
  const auto target = fs::read_symlink(local, ignored);
  if (!target.empty() && !fits(local) && is_private(target, account)) return target;
  if (!target.empty()) fs::remove(local);
  if (!fits(local)) {
    const auto folder = make_elsewhere(account);
    fs::create_symlink(folder, local);
    return folder;
  }
  if (::mkdir(local.c_str(), 0700) != 0 && errno != EEXIST) throw failed(local);
  if (::chmod(local.c_str(), 0700) != 0) throw failed(local);
  give(local, account);
  return local;
}

fs::path socket_directory_in(const fs::path& root) {
  std::error_code ignored;
  const auto target = fs::read_symlink(root / "socket", ignored);
  return target.empty() ? root / "socket" : target;
}

void remove_socket_lock(const fs::path& folder) {
  std::error_code ignored;
  fs::remove(folder.native() + std::string{socket_name} + ".lock", ignored);
}

void remove_socket_directory(const fs::path& root) {
  std::error_code ignored;
  const auto target = fs::read_symlink(root / "socket", ignored);
  if (target.empty()) return;
  fs::remove_all(target, ignored);
  fs::remove(root / "socket", ignored);
}

}
