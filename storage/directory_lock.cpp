// SPDX-License-Identifier: Apache-2.0
#include "storage/directory_lock.hpp"

#include "storage/startup_error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

std::string holder(int file) {
  char text[32];
  const auto length = ::pread(file, text, sizeof text, 0);
  return {text, static_cast<std::size_t>(length > 0 ? length : 0)};
}

startup_error in_use(const std::filesystem::path& folder, const locked_thing& thing, int file) {
  const auto pid = holder(file);
  ::close(file);
  return {"the " + thing.name + " " + folder.string() + " is in use by process " + pid,
          thing.remedy};
}

}

directory_lock directory_lock::take(const std::filesystem::path& folder,
                                    const locked_thing& thing) {
  const auto path = folder / "lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0)
    throw startup_error("cannot open " + path.string() + ": " + std::strerror(errno),
                        "check the owner of the " + thing.name);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) throw in_use(folder, thing, file);
  const auto pid = std::to_string(::getpid());
  // Only for the message to others: failing to write it changes nothing.
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, pid.data(), pid.size(), 0) < 0) errno = 0;
  return directory_lock(file);
}

void directory_lock::release() noexcept {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

}
