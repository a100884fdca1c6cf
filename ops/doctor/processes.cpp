// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/processes.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

constexpr auto listening = "0A"; // TCP_LISTEN, as /proc/net/tcp writes states.

fs::path place_of(pid_t id) { return fs::path{"/proc"} / std::to_string(id); }

std::optional<pid_t> to_pid(const std::string& text) {
  pid_t id = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, id);
  return read.ec == std::errc{} && read.ptr == end && id > 0 ? std::optional{id} : std::nullopt;
}

std::string program_of(pid_t id) {
  std::string name;
  std::getline(std::ifstream{place_of(id) / "comm"}, name);
  return name;
}

/// What a process has open, by name; nothing when it may not be seen.
std::optional<std::vector<std::string>> open_files(pid_t id) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator each{place_of(id) / "fd", failed}, end; !failed && each != end;
       each.increment(failed)) {
    std::error_code gone;
    names.push_back(fs::read_symlink(each->path(), gone).string());
  }
  return failed ? std::nullopt : std::optional{std::move(names)};
}

bool has_open(pid_t id, const fs::path& file) {
  if (const auto names = open_files(id)) return std::ranges::count(*names, file.string()) > 0;
  return program_of(id) == "muniment";
}

/// `   0: 0100007F:2100 00000000:0000 0A … inode`: the sockets that listen on that port.
void add_listeners(const char* table, std::uint16_t port, std::set<std::string>& sockets) {
  std::ifstream lines{table};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string number, local, remote, state, skipped, inode;
    words >> number >> local >> remote >> state;
    for (int each = 0; each < 5; ++each)
      words >> skipped;
    words >> inode;
    const auto colon = local.find(':');
    if (state != listening || colon == local.npos || inode.empty()) continue;
    if (std::stoul(local.substr(colon + 1), nullptr, 16) == port)
      sockets.insert("socket:[" + inode + ']');
  }
}

bool holds_any(pid_t id, const std::set<std::string>& sockets) {
  const auto names = open_files(id);
  return names &&
         std::ranges::any_of(*names, [&](const auto& name) { return sockets.contains(name); });
}

}

std::string named(const process& who) {
  return "process " + std::to_string(who.id) + " (" + who.program + ")";
}

std::optional<process> lock_holder(const fs::path& folder) {
  std::error_code missing;
  const auto lock = fs::canonical(folder / "lock", missing);
  if (missing) return {};
  std::string text;
  std::getline(std::ifstream{lock}, text);
  const auto id = to_pid(text);
  if (!id || !fs::exists(place_of(*id), missing) || !has_open(*id, lock)) return {};
  return process{*id, program_of(*id)};
}

port_holders holders_of(std::uint16_t port) {
  std::set<std::string> sockets;
  for (const auto* table : {"/proc/net/tcp", "/proc/net/tcp6"})
    add_listeners(table, port, sockets);
  port_holders found{!sockets.empty(), {}};
  if (sockets.empty()) return found;
  std::error_code failed;
  for (fs::directory_iterator each{"/proc", failed}, end; !failed && each != end;
       each.increment(failed))
    if (const auto id = to_pid(each->path().filename().string()); id && holds_any(*id, sockets))
      found.processes.push_back({*id, program_of(*id)});
  return found;
}

}
