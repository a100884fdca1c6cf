// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/server.hpp"

#include "storage/child_process.hpp"
#include "tests/faults/rounds/cluster.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace muniment::test {

namespace {

struct pipe_ends {
  int read = -1;
  int write = -1;
};

pipe_ends make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe can be had"};
  return {ends[0], ends[1]};
}

std::string beside_us(const std::string& program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program;
}

}

server::server(const cluster& at, const storage::schema_name& schema, bool dedup,
               bool as_server_is_set)
    : proxy_{std::make_unique<wire_proxy>(at.socket_directory())} {
  const auto file = folder_.path() / "settings";
  write_settings({.commits = proxy_->through(at.hub_dsn()),
                  .takeovers = at.hub_dsn(),
                  .reads = at.owner_dsn(),
                  .logins = at.logins().pools,
                  .schema = schema.text(),
                  .log = folder_.path() / "log",
                  .dedup = dedup,
                  .as_server_is_set = as_server_is_set},
                 file);
  const auto in = make_pipe(), out = make_pipe();
  pid_ = storage::spawn({.argv = {beside_us("journal_host"), file},
                         .input = in.read,
                         .output = out.write,
                         .death_signal = SIGKILL});
  ::close(in.read);
  ::close(out.write);
  to_ = in.write;
  from_ = out.read;
  ::fcntl(to_, F_SETFL, O_NONBLOCK);
  ::fcntl(from_, F_SETFL, O_NONBLOCK);
}

server::~server() {
  kill();
  ::close(from_);
}

void server::flush() {
  if (to_ < 0 || outgoing_.empty()) return;
  const auto written = ::write(to_, outgoing_.data(), outgoing_.size());
  if (written > 0) outgoing_.erase(0, static_cast<std::size_t>(written));
}

std::vector<std::string> server::receive() {
  std::array<char, 65536> chunk;
  auto got = ::read(from_, chunk.data(), chunk.size());
  for (; got > 0; got = ::read(from_, chunk.data(), chunk.size()))
    incoming_.append(chunk.data(), static_cast<std::size_t>(got));
  std::vector<std::string> lines;
  std::size_t start = 0;
  for (auto end = incoming_.find('\n'); end != incoming_.npos; end = incoming_.find('\n', start)) {
    lines.push_back(incoming_.substr(start, end - start));
    start = end + 1;
  }
  incoming_.erase(0, start);
  if (lines.empty() && got == 0 && pid_ > 0) tell_end();
  return lines;
}

void server::tell_end() {
  const auto status = storage::reap(std::exchange(pid_, 0));
  std::ifstream log{folder_.path() / "log"};
  std::string last;
  for (std::string line; std::getline(log, line);)
    last = line;
  throw std::runtime_error{"a host ended by itself with status " + std::to_string(status) +
                           "; its log ends with: " + last};
}

void server::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  storage::reap(pid_);
  pid_ = 0;
  ::close(to_);
  to_ = -1;
}

}
