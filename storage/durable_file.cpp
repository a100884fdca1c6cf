// SPDX-License-Identifier: Apache-2.0
#include "storage/durable_file.hpp"

#include "storage/startup_error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

startup_error cannot_write(const std::filesystem::path& file) {
  return {"cannot write " + file.string() + ": " + std::strerror(errno),
          "check the owner of its directory and the free space"};
}

}

bool write_all(int file, bytes_view data) {
  while (!data.empty()) {
    const auto written = ::write(file, data.data(), data.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) data = data.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

void replace_file(const std::filesystem::path& file, std::string_view text, mode_t mode) {
  const auto beside = file.string() + ".new";
  ::unlink(beside.c_str());
  const int handle = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (handle < 0) throw cannot_write(file);
  const bool complete =
      ::fchmod(handle, mode) == 0 && write_all(handle, as_bytes(text)) && ::fsync(handle) == 0;
  ::close(handle);
  if (!complete || ::rename(beside.c_str(), file.c_str()) != 0) throw cannot_write(file);
  sync_directory(file.parent_path());
}

void sync_directory(const std::filesystem::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!synced) throw cannot_write(folder);
}

}
