// SPDX-License-Identifier: Apache-2.0
#include "http/server/file_stamp.hpp"

#include <sys/stat.h>

namespace muniment::http {

file_stamp stamp_of(const std::filesystem::path& path) {
  struct stat seen {};
  if (::stat(path.c_str(), &seen) != 0) return {};
  return {static_cast<std::int64_t>(seen.st_dev),
          static_cast<std::int64_t>(seen.st_ino),
          static_cast<std::int64_t>(seen.st_mode),
          seen.st_size,
          seen.st_mtim.tv_sec,
          seen.st_mtim.tv_nsec,
          seen.st_ctim.tv_sec,
          seen.st_ctim.tv_nsec};
}

}
