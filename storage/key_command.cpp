// SPDX-License-Identifier: Apache-2.0
#include "storage/key_command.hpp"

#include "storage/child_process.hpp"
#include "storage/startup_error.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

using clock = std::chrono::steady_clock;

startup_error failed(const std::string& name, const std::string& reason) {
  return {
      "the key command " + name + " " + reason,
      "run it by hand as the account of muniment: it must print the master key and nothing else"};
}

/// What the child gets besides its arguments; freed in whatever way we leave. It is not `spawn` of
/// child_process.hpp, which gives PostgreSQL's programs a fixed environment, another account and a
/// death signal, and has to fork for that: this program is the operator's, is sought in PATH and
/// has our environment, directory and standard error, for which no code of ours need run between
/// fork and exec.
class spawn_plan {
public:
  explicit spawn_plan(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~spawn_plan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;

  pid_t start(const std::vector<std::string>& argv) {
    std::vector<char*> arguments;
    for (const auto& argument : argv)
      arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = -1;
    const int error =
        ::posix_spawnp(&pid, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    if (error != 0) throw failed(argv[0], std::string{"cannot be run: "} + std::strerror(error));
    return pid;
  }

private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

enum class reading { complete, too_long, too_late };

int left_until(clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// Reads to the end of the output into `output`, whose size is the limit plus one.
reading read_all(int pipe, std::span<std::uint8_t> output, std::size_t& length,
                 clock::time_point end) {
  while (length < output.size()) {
    pollfd waiting{pipe, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, left_until(end));
    if (ready == 0) return reading::too_late;
    if (ready < 0 && errno != EINTR) return reading::too_late;
    if (ready < 0) continue;
    const auto got = ::read(pipe, output.data() + length, output.size() - length);
    if (got == 0) return reading::complete;
    if (got < 0 && errno != EINTR) return reading::too_late;
    if (got > 0) length += static_cast<std::size_t>(got);
  }
  return reading::too_long;
}

}

crypto::secret_bytes run_key_command(const std::vector<std::string>& argv,
                                     std::chrono::milliseconds deadline) {
  if (argv.empty() || argv[0].empty()) throw failed("", "has no name");
  const auto end = clock::now() + deadline;
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw failed(argv[0], "got no pipe");
  pid_t child = -1;
  try {
    child = spawn_plan{pipe[1]}.start(argv);
  } catch (...) {
    ::close(pipe[0]);
    ::close(pipe[1]);
    throw;
  }
  ::close(pipe[1]);

  bytes buffer(max_key_command_output + 1);
  std::size_t length = 0;
  const auto outcome = read_all(pipe[0], buffer, length, end);
  ::close(pipe[0]);
  const crypto::secret_bytes whole{std::move(buffer)};
  const bool ended = outcome == reading::complete &&
                     wait_for_end(child, std::chrono::milliseconds{left_until(end)});
  if (!ended) ::kill(-child, SIGKILL); // The whole session it leads.
  const int status = reap(child);
  if (outcome == reading::too_long) throw failed(argv[0], "printed more than a key");
  if (!ended) throw failed(argv[0], "did not end in time");
  if (status != 0) throw failed(argv[0], "ended with status " + std::to_string(status));
  return crypto::secret_bytes::copy_of(whole.reveal().first(length));
}

}
