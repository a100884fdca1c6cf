// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/stop_signal.hpp"

#include <csignal>
#include <poll.h>
#include <stdexcept>
#include <sys/signalfd.h>
#include <unistd.h>

namespace muniment::cli {

stop_signal::stop_signal() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&wanted, number);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  file_ = signalfd(-1, &wanted, SFD_CLOEXEC);
  if (file_ < 0) throw std::runtime_error("cannot receive signals");
}

stop_signal::~stop_signal() { ::close(file_); }

// The signal is never read, so it stays pending and every later question has the same answer.
bool stop_signal::arrived(std::chrono::milliseconds limit) const {
  pollfd waiting{file_, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(limit.count())) == 1;
}

}
