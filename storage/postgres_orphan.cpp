// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_orphan.hpp"

#include "storage/child_process.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <string_view>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view server_program = "postgres";
/// What Linux puts behind the name of a program whose file is gone, as after an upgrade.
constexpr std::string_view program_gone = " (deleted)";

pid_t recorded_postmaster(const fs::path& data) {
  pid_t pid = 0;
  std::ifstream(data / "postmaster.pid") >> pid;
  return pid;
}

pid_t to_pid(const std::string& name) {
  pid_t pid = 0;
  const auto end = name.data() + name.size();
  return std::from_chars(name.data(), end, pid).ptr == end ? pid : 0;
}

/// A process that has no program any more is about to end: that it was PostgreSQL cannot be ruled
/// out, and to wait for it harms nobody.
bool runs_server(const fs::path& process) {
  std::error_code failed;
  auto name = fs::read_symlink(process / "exe", failed).filename().string();
  if (failed) return failed == std::errc::no_such_file_or_directory;
  if (name.ends_with(program_gone)) name.resize(name.size() - program_gone.size());
  return name == server_program;
}

/// A postmaster passes the signal on; children without one are told themselves.
std::vector<pid_t> leaders(const fs::path& data) {
  const auto found = postgres_processes(data);
  const auto postmaster = std::find(found.begin(), found.end(), recorded_postmaster(data));
  return postmaster == found.end() ? found : std::vector{*postmaster};
}

bool all_ended(const fs::path& data, std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (const auto pid : postgres_processes(data)) {
    const auto left = until - std::chrono::steady_clock::now();
    if (!wait_for_end(pid, std::chrono::ceil<std::chrono::milliseconds>(left))) return false;
  }
  return true;
}

}

std::vector<pid_t> postgres_processes(const fs::path& data) {
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const pid_t pid = to_pid(entry.path().filename());
    if (pid <= 0 || pid == ::getpid()) continue;
    const bool within = fs::equivalent(entry.path() / "cwd", data, ignored);
    if (within && runs_server(entry.path())) found.push_back(pid);
  }
  return found;
}

bool stop_orphan(const fs::path& data, std::chrono::seconds patience) {
  const bool found = !postgres_processes(data).empty();
  for (const int number : {SIGINT, SIGQUIT, SIGKILL}) {
    for (const auto pid : leaders(data))
      ::kill(pid, number);
    if (all_ended(data, patience)) break;
  }
  if (const auto left = postgres_processes(data); !left.empty())
    throw startup_error("PostgreSQL process " + std::to_string(left.front()) +
                            ", left behind in this data directory, does not end",
                        "end it by hand, then start again");
  // Whoever has the number now is not PostgreSQL in this directory; PostgreSQL itself could not
  // tell.
  std::error_code ignored;
  fs::remove(data / "postmaster.pid", ignored);
  return found;
}

}
