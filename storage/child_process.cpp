// SPDX-License-Identifier: Apache-2.0
#include "storage/child_process.hpp"

#include "storage/startup_error.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
extern "C" { // The header of glibc 2.36 forgets to say that it is C.
#include <sys/pidfd.h>
}

namespace muniment::storage {
namespace {

constexpr const char* environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                       "TZ=UTC", nullptr};

/// Everything the child needs, made before the fork: after it only async-signal-safe calls are
/// lawful, because another thread may have held the allocator's lock.
struct prepared {
  std::vector<char*> argv;
  const child_program& program;
  pid_t parent;
  int report;
};

bool become(const system_account& account) {
  return ::setgroups(account.groups.size(), account.groups.data()) == 0 &&
         ::setgid(account.gid) == 0 && ::setuid(account.uid) == 0;
}

void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number)
    ::sigaction(number, &standard, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void place_descriptors(const child_program& program) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(program.input < 0 ? nothing : program.input, STDIN_FILENO);
  ::dup2(program.output < 0 ? nothing : program.output, STDOUT_FILENO);
  ::dup2(STDOUT_FILENO, STDERR_FILENO);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}

[[noreturn]] void become_program(const prepared& child) {
  ::setsid();
  reset_signals();
  place_descriptors(child.program);
  const bool changed = !child.program.run_as || become(*child.program.run_as);
  // After the change of account, which clears it; the parent may have died before it was set.
  if (child.program.death_signal) ::prctl(PR_SET_PDEATHSIG, child.program.death_signal);
  if (child.program.death_signal && ::getppid() != child.parent) _exit(125);
  if (changed && ::chdir("/") == 0)
    ::execve(child.argv[0], child.argv.data(), const_cast<char* const*>(environment));
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(child.report, &reason, sizeof reason);
  _exit(127);
}

std::vector<char*> pointers(const std::vector<std::string>& argv) {
  std::vector<char*> result;
  for (const auto& argument : argv)
    result.push_back(const_cast<char*>(argument.c_str()));
  result.push_back(nullptr);
  return result;
}

startup_error cannot_run(const std::string& name, int reason) {
  return {"cannot run " + name + ": " + std::strerror(reason),
          "ops/deps installs every program muniment needs"};
}

}

pid_t spawn(const child_program& program) {
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) throw cannot_run(program.argv[0], errno);
  const prepared child{pointers(program.argv), program, ::getpid(), report[1]};
  const pid_t pid = ::fork();
  if (pid == 0) become_program(child);
  const int fork_error = errno;
  ::close(report[1]);
  int reason = 0;
  const auto got = pid < 0 ? 0 : ::read(report[0], &reason, sizeof reason);
  ::close(report[0]);
  if (pid < 0) throw cannot_run(program.argv[0], fork_error);
  if (got == 0) return pid; // The pipe closed unwritten: the program is running.
  reap(pid);
  throw cannot_run(program.argv[0], reason);
}

bool wait_for_end(pid_t pid, std::chrono::milliseconds limit) {
  const int handle = ::pidfd_open(pid, 0);
  if (handle < 0) return errno == ESRCH;
  pollfd waiting{handle, POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + limit;
  int ended = 0;
  do {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    ended = ::poll(&waiting, 1, left.count() > 0 ? static_cast<int>(left.count()) : 0);
  } while (ended < 0 && errno == EINTR);
  ::close(handle);
  return ended == 1;
}

int reap(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run(const child_program& program, std::chrono::milliseconds limit) {
  const pid_t pid = spawn(program);
  if (!wait_for_end(pid, limit)) ::kill(pid, SIGKILL);
  return reap(pid);
}

}
