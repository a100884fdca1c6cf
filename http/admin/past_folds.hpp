// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "http/server/door.hpp"
#include "http/server/work_pool.hpp"
#include "projections/runtime/as_of.hpp"
#include "storage/failure.hpp"

#include <concepts>
#include <map>
#include <memory>

namespace muniment::http {

/// What a fold of the past that did not succeed is told as: throws `problem_found` or
/// `workspace_unavailable`.
[[noreturn]] void tell_failed_fold(const replay_error& why);

/// Where journals are folded as far as past moments: on a thread of its own, one after the other,
/// so that a long one delays nothing but its like. Few may ask at once, of one workspace fewer; one
/// more is told `as_of_crowded`. Any thread; outlives who waits for it.
class past_folds {
public:
  static constexpr std::size_t most_of_all = 16;
  static constexpr std::size_t most_of_one = 4;

  past_folds() : pool_{"past-folds", 1, most_of_all} {}
  ~past_folds() { stop(); }
  past_folds(const past_folds&) = delete;
  past_folds& operator=(const past_folds&) = delete;

  /// Asks the running one to end, and waits for it; none begins any more. Before anything goes that
  /// folds use. Repeating it changes nothing.
  void stop();

  /// What `fold(options)` returns, back on the caller's executor. Throws `problem_found` when too
  /// many ask or it is not done by `until`, and as `tell_failed_fold`; `workspace_unavailable` for
  /// `storage::failure`.
  template <std::invocable<const as_of_options&> Fold>
  asio::awaitable<std::invoke_result_t<Fold, const as_of_options&>>
  run(uuid workspace, work_pool::moment until, Fold fold);

private:
  /// Held by who asks, until it is answered.
  std::shared_ptr<void> place_for(const uuid& workspace);

  /// Around each fold, on the thread.
  void enter();
  void leave();

  std::mutex mutex_;
  std::condition_variable left_;
  std::map<uuid, std::size_t> asking_;
  std::size_t all_asking_ = 0;
  bool running_ = false;
  std::stop_source stop_;
  work_pool pool_; ///< last: its thread uses the others
};

template <std::invocable<const as_of_options&> Fold>
asio::awaitable<std::invoke_result_t<Fold, const as_of_options&>>
past_folds::run(uuid workspace, work_pool::moment until, Fold fold) {
  const auto place = place_for(workspace);
  as_of_options options;
  options.until = until;
  options.stop = stop_.get_token();
  auto work = [this, options, fold = std::move(fold)] {
    enter();
    const std::unique_ptr<past_folds, void (*)(past_folds*)> entered{
        this, [](past_folds* at) { at->leave(); }};
    return fold(options);
  };
  try {
    auto done = co_await pool_.run(std::move(work), until);
    if (!done) throw replay_error{replay_error::reason::too_late, 0, "no thread was free in time"};
    co_return std::move(*done);
  } catch (const replay_error& why) {
    tell_failed_fold(why);
  } catch (const storage::failure& why) {
    throw workspace_unavailable{why.what()};
  }
}

}
