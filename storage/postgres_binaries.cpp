// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_binaries.hpp"

#include "storage/child_process.hpp"
#include "storage/startup_error.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <unistd.h>

namespace muniment::storage {
namespace {

bool holds_postgres(const std::filesystem::path& folder) {
  return ::access((folder / "postgres").c_str(), X_OK) == 0 &&
         ::access((folder / "initdb").c_str(), X_OK) == 0;
}

/// Such as "postgres (PostgreSQL) 15.20".
std::string version_line(const std::filesystem::path& folder) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  run({.argv = {(folder / "postgres").string(), "--version"}, .output = ends[1]},
      std::chrono::seconds(10));
  ::close(ends[1]);
  char text[128];
  const auto length = ::read(ends[0], text, sizeof text);
  ::close(ends[0]);
  return {text, static_cast<std::size_t>(length > 0 ? length : 0)};
}

bool is_our_version(const std::filesystem::path& folder) {
  return version_line(folder).find(std::string(") ") + postgres_major + ".") != std::string::npos;
}

}

std::filesystem::path find_postgres_binaries() {
  const auto version = std::string(postgres_major);
  const auto debian = std::filesystem::path("/usr/lib/postgresql") / version / "bin";
  if (holds_postgres(debian)) return debian;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (folder.starts_with('/') && holds_postgres(folder) && is_our_version(folder)) return folder;
  throw startup_error("PostgreSQL " + version + " is not installed",
                      "install it: apt-get install postgresql-" + version + " (ops/deps does)");
}

}
