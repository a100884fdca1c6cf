// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/look.hpp"

#include "ops/doctor/told.hpp"
#include "storage/child_process.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace muniment::doctor {
namespace {

using std::chrono::steady_clock;

constexpr auto unexpected = "this should not happen; please report it";

void say(int file, std::string_view text) {
  if (!storage::write_all(file, as_bytes(text))) ::_exit(1); // Nobody listens any more.
}

class pipe_listener : public listener {
public:
  explicit pipe_listener(int file) : file_{file} {}

  void begin(std::string_view check, std::string_view if_silent) override {
    check_ = check;
    say(file_, line_of_begun({std::string{check}, std::string{if_silent}}));
  }
  void tell(const finding& found) override { say(file_, line_of(found)); }

  [[nodiscard]] const std::string& check() const { return check_; }

private:
  int file_;
  std::string check_ = "look";
};

[[noreturn]] void be_the_looker(const look& what, int file, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  pipe_listener into{file};
  try {
    what.run(into);
  } catch (const storage::startup_error& error) {
    into.tell(failed(into.check(), error.what(), error.hint()));
  } catch (const std::exception& error) {
    into.tell(failed(into.check(), error.what(), unexpected));
  }
  ::_exit(0);
}

/// One look under way.
struct looker {
  pid_t child = 0;
  int file = -1;
  told heard;
  bool over = false;
};

looker begin(const look& what) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw storage::startup_error{"no pipe can be made", "check the limit of open files"};
  const auto parent = ::getpid();
  const auto child = ::fork();
  if (child == 0) be_the_looker(what, ends[1], parent);
  ::close(ends[1]);
  if (child > 0) return {child, ends[0], {}};
  ::close(ends[0]);
  throw storage::startup_error{"no process can be started", "check the limit of processes"};
}

void hear(looker& from) {
  char buffer[4096];
  const auto length = ::read(from.file, buffer, sizeof buffer);
  if (length < 0 && errno == EINTR) return;
  from.over = length <= 0 || !from.heard.take({buffer, static_cast<std::size_t>(length)});
}

void hear_all(std::vector<looker>& lookers, steady_clock::time_point until) {
  for (;;) {
    std::vector<pollfd> waiting;
    std::vector<looker*> whose;
    for (auto& each : lookers) {
      if (each.over) continue;
      waiting.push_back({each.file, POLLIN, 0});
      whose.push_back(&each);
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()).count();
    if (waiting.empty() || left <= 0) return;
    const auto ready = ::poll(waiting.data(), waiting.size(), static_cast<int>(left));
    for (std::size_t each = 0; ready > 0 && each < waiting.size(); ++each)
      if (waiting[each].revents != 0) hear(*whose[each]);
  }
}

/// How the process ended; nothing when not even a kill ends it, as while its disk hangs.
std::optional<int> end(const looker& of) {
  constexpr std::chrono::seconds moment{1};
  if (!of.over) ::kill(of.child, SIGKILL);
  ::close(of.file);
  if (storage::wait_for_end(of.child, moment)) return storage::reap(of.child);
  ::kill(of.child, SIGKILL);
  return {};
}

group_findings finish(const look& what, const looker& from, std::chrono::milliseconds patience) {
  const auto status = end(from);
  auto found = from.heard.findings();
  const auto& begun = from.heard.begun();
  if (!from.over)
    found.push_back(failed(
        begun.check, "no answer came within " + std::to_string(patience.count() / 1000) + " s",
        begun.if_silent));
  else if (status.value_or(1) != 0)
    found.push_back(failed(begun.check, "the look at it broke off", unexpected));
  return {what.group, std::move(found)};
}

}

examination take(std::span<const look> looks, std::chrono::milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  std::vector<looker> lookers;
  for (const auto& each : looks)
    lookers.push_back(begin(each));
  hear_all(lookers, until);
  examination all;
  for (std::size_t each = 0; each < looks.size(); ++each)
    all.push_back(finish(looks[each], lookers[each], patience));
  return all;
}

}
