// SPDX-License-Identifier: Apache-2.0
#include "http/admin/journal_work.hpp"

#include "actors/runtime/asking_actor.hpp"
#include "http/admin/projection_work.hpp"
#include "projections/runtime/verify_journal.hpp"
#include "storage/failure.hpp"

#include <condition_variable>
#include <mutex>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

/// Keys by asking the host as everybody does. A workspace that is busy, or wakes, is asked again.
class borrowed_keys {
public:
  borrowed_keys(node& on, supervisor_actor keeper)
      : self_{on.actors()}, keeper_{std::move(keeper)} {}

  /// Waits no longer than until it is told to stop, and then fails too.
  storage::shared_key of(const uuid& subject, const std::stop_token& stop) {
    constexpr int most_tries = 50;
    for (int tries = 0; tries < most_tries && !stop.stop_requested(); ++tries) {
      auto reply = ask(subject);
      if (reply.verdict != read_verdict::unavailable) return std::move(reply.key);
      pause(stop);
    }
    throw storage::failure{storage::failure_kind::unavailable,
                           "the keys of people cannot be had now"};
  }

private:
  static void pause(const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock{mutex};
    std::condition_variable_any never;
    never.wait_for(lock, stop, 100ms, [] { return false; });
  }

  subject_key_reply ask(const uuid& subject) {
    constexpr auto patience = 3s;
    subject_key_reply got;
    self_->request(keeper_, patience, subject_key_request{subject})
        .receive([&](subject_key_reply& reply) { got = std::move(reply); },
                 [](const caf::error&) {});
    return got;
  }

  asking_actor self_;
  supervisor_actor keeper_;
};

boost::json::object shown(const journal_report& report) {
  const api::verified_journal told{report.equal(), report.position,  report.claims,
                                   report.tiles,   report.differing, report.differences};
  return shown_json(told).as_object();
}

}

operation_work verify_journal_work(node& on, std::shared_ptr<workspace> at,
                                   supervisor_actor keeper) {
  return [&on, at = std::move(at), keeper = std::move(keeper)](const auto& progress,
                                                               const auto& stop) {
    borrowed_keys keys{on, keeper};
    const auto lend = [&](const uuid& subject) { return keys.of(subject, stop); };
    return shown(
        verify_journal(on.connections(), at->place().schema, lend, options_for(progress, stop)));
  };
}

}
