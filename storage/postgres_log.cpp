// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_log.hpp"

#include "storage/startup_error.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest = 8U << 20U;
constexpr std::streamoff tail = 8192;

}

postgres_log::postgres_log(fs::path log) : log_{std::move(log)} {
  std::error_code missing;
  const auto size = fs::file_size(log_, missing);
  if (!missing && size > largest) fs::rename(log_, log_.string() + ".1", missing);
  file_ = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0)
    throw startup_error("cannot write " + log_.string(), "check its owner and free space");
  begin_ = ::lseek(file_, 0, SEEK_END);
}

postgres_log::~postgres_log() { ::close(file_); }

std::string postgres_log::last_complaint() const { return last_complaint_in(log_, begin_); }

std::string last_complaint_in(const fs::path& log, std::streamoff from) {
  std::ifstream file(log, std::ios::ate);
  const auto size = static_cast<std::streamoff>(file.tellg());
  file.seekg(std::max(from, size - tail));
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
