// SPDX-License-Identifier: Apache-2.0
// The process that is killed: hosts a journal, the hub it commits by and a pipe to the driver.
#include "actors/runtime/archivist.hpp"
#include "actors/runtime/hub.hpp"
#include "storage/pool.hpp"
#include "tests/faults/host/front.hpp"
#include "tests/faults/host/losses.hpp"
#include "tests/faults/host/settings.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>

#include <fcntl.h>
#include <iostream>
#include <stdexcept>
#include <unistd.h>

namespace {

using namespace muniment;

/// Takes the pipe away from standard output, which libraries may print on, and gives it the log.
int take_pipe(const std::string& log) {
  const int pipe = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (pipe < 0 || file < 0) throw std::runtime_error{"the host's log cannot be opened"};
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  ::close(file);
  return pipe;
}

/// A pipe takes a line that is shorter than a page whole or not at all.
void say(int pipe, const std::string& sentence) {
  const auto line = sentence + '\n';
  if (::write(pipe, line.data(), line.size()) < 0) std::cerr << "the driver is gone\n";
}

caf::actor spawn_front(caf::actor_system& system, const test::host_settings& settings, int pipe) {
  const storage::hub_options options{.commit_deadline = settings.commit_deadline,
                                     .lock_timeout = settings.lock_timeout,
                                     .as_server_is_set = settings.as_server_is_set};
  const auto pool = std::make_shared<storage::pool>(settings.reads, settings.logins);
  const auto tell = [pipe](const std::string& line) { say(pipe, line); };
  const auto commits = system.spawn<caf::detached>(
      hub, test::telling_losses(make_committer(settings.commits, options), tell), nullptr,
      hub_limits{});
  const auto archive = system.spawn<caf::detached>(
      archivist, archive_access{pool, settings.takeovers, options, test::now});
  const auto schema = storage::schema_name::parse(settings.schema);
  if (!schema) throw std::runtime_error{"the host's schema has no schema's name"};
  return system.spawn(test::front,
                      test::front_options{*schema, commits, archive, settings.dedup, tell});
}

}

int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    const auto settings = test::read_settings(arguments[1]);
    const int pipe = take_pipe(settings.log);
    caf::actor_system_config config;
    config.set("scheduler.max-threads", 2);
    caf::actor_system system{config};
    const auto front = spawn_front(system, settings, pipe);
    for (std::string line; std::getline(std::cin, line);)
      caf::anon_send(front, line);
    // The driver is gone; so may everything else be, without a word.
    ::_exit(0);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
