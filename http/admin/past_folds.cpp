// SPDX-License-Identifier: Apache-2.0
#include "http/admin/past_folds.hpp"

#include "http/server/problems.hpp"

namespace muniment::http {

void tell_failed_fold(const replay_error& why) {
  switch (why.why()) {
  case replay_error::reason::too_many_rows:
    throw problem_found{problems::as_of_too_large};
  case replay_error::reason::too_late:
    throw problem_found{problems::as_of_unfinished};
  default:
    throw workspace_unavailable{why.what()};
  }
}

void past_folds::stop() {
  std::unique_lock lock{mutex_};
  stop_.request_stop();
  left_.wait(lock, [this] { return !running_; });
}

std::shared_ptr<void> past_folds::place_for(const uuid& workspace) {
  const std::lock_guard lock{mutex_};
  const auto found = asking_.find(workspace);
  if (all_asking_ >= most_of_all || (found != asking_.end() && found->second >= most_of_one))
    throw problem_found{problems::as_of_crowded};
  const auto give_back = [this, workspace](void*) {
    const std::lock_guard lock{mutex_};
    --all_asking_;
    if (--asking_.at(workspace) == 0) asking_.erase(workspace);
  };
  ++asking_[workspace];
  ++all_asking_;
  return {nullptr, give_back};
}

void past_folds::enter() {
  const std::lock_guard lock{mutex_};
  if (stop_.stop_requested())
    throw replay_error{replay_error::reason::cancelled, 0, "the server ends"};
  running_ = true;
}

void past_folds::leave() {
  const std::lock_guard lock{mutex_};
  running_ = false;
  left_.notify_all();
}

}
