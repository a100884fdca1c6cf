// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_log.hpp"

#include "storage/startup_error.hpp"

#include <fcntl.h>
#include <fstream>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest = 8U << 20U;
constexpr std::streamoff tail = 8192;

}

int open_postgres_log(const fs::path& log) {
  std::error_code missing;
  const auto size = fs::file_size(log, missing);
  if (!missing && size > largest) fs::rename(log, log.string() + ".1", missing);
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0)
    throw startup_error("cannot write " + log.string(), "check its owner and free space");
  return file;
}

std::string last_complaint(const fs::path& log) {
  std::ifstream file(log, std::ios::ate);
  const auto size = static_cast<std::streamoff>(file.tellg());
  file.seekg(size > tail ? size - tail : 0);
  std::string last, complaint;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    last = line;
    if (line.find("FATAL") != line.npos || line.find("PANIC") != line.npos ||
        line.find("error:") != line.npos)
      complaint = line;
  }
  return complaint.empty() ? last : complaint;
}

}
