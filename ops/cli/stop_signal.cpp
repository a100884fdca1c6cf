// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/stop_signal.hpp"

#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <poll.h>
#include <stdexcept>
#include <sys/signalfd.h>
#include <unistd.h>

namespace muniment::cli {

namespace {

bool has_terminal() {
  const int terminal = ::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
  if (terminal >= 0) ::close(terminal);
  return terminal >= 0;
}

bool is_ignored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

int receiver_of(std::initializer_list<int> signals) {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : signals)
    sigaddset(&wanted, number);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  const int file = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  if (file < 0) throw std::runtime_error("cannot receive signals");
  return file;
}

}

stop_signal::stop_signal(hangup meaning) {
  const bool ignored = is_ignored(SIGHUP);
  const bool reloads = meaning == hangup::asks_a_service_to_reload && !has_terminal();
  stopping_ =
      ignored || reloads ? receiver_of({SIGINT, SIGTERM}) : receiver_of({SIGINT, SIGTERM, SIGHUP});
  if (reloads && !ignored) reloading_ = receiver_of({SIGHUP});
}

stop_signal::~stop_signal() {
  ::close(stopping_);
  if (reloading_ >= 0) ::close(reloading_);
}

// The signal is never read, so it stays pending and every later question has the same answer.
bool stop_signal::arrived(std::chrono::milliseconds limit) const {
  pollfd waiting{stopping_, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(limit.count())) == 1;
}

bool stop_signal::asks_to_reload() {
  signalfd_siginfo told;
  return reloading_ >= 0 && ::read(reloading_, &told, sizeof told) == sizeof told;
}

}
