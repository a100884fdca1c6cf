// SPDX-License-Identifier: Apache-2.0
#include "tests/support/temporary_directory.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "muniment-test-";

bool is_of_ended_process(const std::string& name) {
  const pid_t pid = std::atoi(name.c_str() + prefix.size());
  return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

void remove_left_behind(const fs::path& base) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(base, ignored)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(prefix) && is_of_ended_process(name))
      fs::remove_all(entry.path(), ignored);
  }
}

fs::path make() {
  const auto base = fs::temp_directory_path();
  [[maybe_unused]] static const bool swept = (remove_left_behind(base), true);
  auto name = (base / prefix).string() + std::to_string(::getpid()) + "-XXXXXX";
  if (!::mkdtemp(name.data()) || ::chmod(name.c_str(), 0711) != 0)
    throw std::runtime_error("cannot make a directory in " + base.string());
  return name;
}

}

temporary_directory::temporary_directory() : path_(make()) {}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}
