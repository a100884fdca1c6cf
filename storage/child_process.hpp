// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/system_account.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muniment::storage {

/// A program to start. No shell takes part, the environment is fixed (PATH, LC_ALL, TZ), no
/// descriptor but the three standard ones is inherited, and the child has a session of its own, so
/// that a Ctrl-C in our terminal does not reach it.
struct child_program {
  std::vector<std::string> argv;          ///< argv[0] is an absolute path
  const system_account* run_as = nullptr; ///< needs root; none keeps ours
  int input = -1;                         ///< its standard input; -1 is /dev/null
  int output = -1;                        ///< its standard output and error; -1 is /dev/null
  int death_signal = 0;                   ///< sent to it when the starting *thread* ends; 0: none
};

/// Starts the program; throws `startup_error` when it cannot be executed. The caller reaps it.
pid_t spawn(const child_program& program);

/// Waits until the process has ended, whether it is our child (it stays to be reaped) or not; false
/// when it still runs after `limit`.
bool wait_for_end(pid_t pid, std::chrono::milliseconds limit);

/// Reaps a child that has ended; its exit status, or 128 + signal.
int reap(pid_t child);

/// Starts, waits and reaps: the exit status. A program that runs over `limit` is killed and its
/// status is that of the kill.
int run(const child_program& program, std::chrono::milliseconds limit);

}
