// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "http/admin/journal_replies.hpp"

#include <boost/json/object.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace muniment::http {

/// How far an operation got.
struct operation_progress {
  std::string stage;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  double per_second = 0;
  std::string unit = "events"; ///< of what was done
};

/// What an operation does: tells how far it got, ends early when asked to, returns its result as
/// one of the shapes that `api::operation` has. What it throws becomes its error, as `sentence_of`
/// tells it.
using operation_work = std::function<boost::json::object(
    const std::function<void(const operation_progress&)>& progress, const std::stop_token& stop)>;

/// What came of asking for an operation.
enum class begin_verdict : std::uint8_t {
  begun = 1,
  under_way, ///< the same is, and has not ended
  crowded,   ///< too many wait, of this owner or of all
};

/// The answer to whoever asked for an operation.
struct begun_operation {
  begin_verdict verdict = begin_verdict::crowded;
  api::operation shown = {}; ///< as it stands; of no meaning unless it is begun

  explicit operator bool() const { return verdict == begin_verdict::begun; }
};

/// The reply to what was asked for as an operation: as it stands now. Throws `problem_found`: 409
/// while the same is under way, 503 while too many wait.
begun<api::operation> begun_reply(begun_operation asked);

/// What is long and asked for by an operator: begun by one request, looked at by others. The
/// deployment's work has a thread of its own, so that no workspace's keeps it waiting; another
/// thread does that of the workspaces, in the order asked, of which one workspace can fill only a
/// part. Ended ones are remembered, the newest hundred. Any thread.
class operations {
public:
  operations();

  ~operations();
  operations(const operations&) = delete;
  operations& operator=(const operations&) = delete;

  /// Asks the running one to end, and waits for it; what waits is never begun. Before anything goes
  /// that the work uses. Repeating it changes nothing.
  void stop();

  /// Begins it, or says why not. `owner` is the workspace, or nil for the deployment.
  begun_operation begin(const uuid& owner, std::string kind, std::string subject,
                        operation_work work);

  /// An operation of this owner as it stands; nothing when it is not known (any more).
  [[nodiscard]] std::optional<api::operation> find(const uuid& owner, const uuid& id) const;

private:
  using status = api::operation_status;
  struct operation {
    uuid id;
    uuid owner;
    std::string kind;
    std::string subject;
    operation_work work;
    operations::status status = operations::status::running;
    operation_progress progress;
    boost::json::object result;
    std::string error;
  };
  using operation_ptr = std::shared_ptr<operation>;
  /// One thread, and what waits for it.
  struct lane {
    std::deque<operation_ptr> waiting;
    std::jthread worker;
  };

  lane& lane_of(const uuid& owner) { return owner == uuid{} ? deployment_ : workspaces_; }
  static api::operation shown(const operation& each);
  void start(lane& of);
  void serve(lane& of, const std::stop_token& stop);
  void perform(const operation_ptr& each, const std::stop_token& stop);
  void forget_oldest();

  mutable std::mutex mutex_;
  std::condition_variable_any begun_;
  std::deque<operation_ptr> known_; ///< oldest first
  lane deployment_;
  lane workspaces_;
};

}
