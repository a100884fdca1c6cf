// SPDX-License-Identifier: Apache-2.0
#include "tests/support/program.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <linux/close_range.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muniment::test {
namespace {

[[noreturn]] void become(const std::vector<char*>& argv, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  // The sockets of a server in this process would stay open in the program.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execv(argv[0], argv.data());
  _exit(127);
}

}

program::program(const std::vector<std::string>& argv) {
  std::vector<char*> pointers;
  pointers.reserve(argv.size() + 1);
  for (const auto& each : argv)
    pointers.push_back(const_cast<char*>(each.c_str()));
  pointers.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) become(pointers, ends[1]);
  ::close(ends[1]);
  pipe_ = ends[0];
}

program::~program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(pipe_);
}

bool program::read_more(std::chrono::milliseconds limit) {
  pollfd waiting{pipe_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(limit.count())) != 1) return false;
  char buffer[4096];
  const auto length = ::read(pipe_, buffer, sizeof buffer);
  if (length > 0) output_.append(buffer, static_cast<std::size_t>(length));
  return length > 0;
}

bool program::says(const std::string& text) {
  while (output_.find(text) == std::string::npos)
    if (!read_more(std::chrono::seconds(60))) return false;
  return true;
}

void program::send(int signal) const { ::kill(pid_, signal); }

int program::wait() {
  while (read_more(std::chrono::seconds(60)))
    continue;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string muniment_binary() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "muniment").string();
}

}
