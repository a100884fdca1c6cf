// SPDX-License-Identifier: Apache-2.0
#include "http/admin/operations.hpp"

#include "http/server/ids.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::size_t most_waiting = 32;
constexpr std::size_t most_known = 100;

}

operations::operations() : worker_{[this](const std::stop_token& stop) { serve(stop); }} {}

operations::~operations() { stop(); }

void operations::stop() {
  worker_.request_stop();
  if (worker_.joinable()) worker_.join();
}

std::optional<boost::json::object> operations::begin(const uuid& owner, std::string kind,
                                                     std::string subject, operation_work work) {
  const std::lock_guard lock{mutex_};
  const auto same = [&](const operation_ptr& each) {
    return each->phase == phase::running && each->owner == owner && each->kind == kind &&
           each->subject == subject;
  };
  if (waiting_.size() >= most_waiting || std::ranges::any_of(known_, same)) return {};
  forget_oldest();
  const auto made = std::make_shared<operation>(operation{random_id(),
                                                          owner,
                                                          std::move(kind),
                                                          std::move(subject),
                                                          std::move(work),
                                                          phase::running,
                                                          {},
                                                          {},
                                                          {}});
  known_.push_back(made);
  waiting_.push_back(made);
  begun_.notify_one();
  return shown(*made);
}

std::optional<boost::json::object> operations::find(const uuid& owner, const uuid& id) const {
  const std::lock_guard lock{mutex_};
  const auto found = std::ranges::find(known_, id, [](const auto& each) { return each->id; });
  if (found == known_.end() || (*found)->owner != owner) return {};
  return shown(**found);
}

boost::json::object operations::shown(const operation& each) {
  boost::json::object body;
  body["id"] = to_string(each.id);
  body["kind"] = each.kind;
  if (!each.subject.empty()) body["subject"] = each.subject;
  body["status"] = each.phase == phase::running ? "running"
                   : each.phase == phase::done  ? "done"
                                                : "failed";
  if (!each.progress.stage.empty()) body["stage"] = each.progress.stage;
  body["done"] = each.progress.done;
  body["total"] = each.progress.total;
  body["per_second"] = each.progress.per_second;
  body["unit"] = each.progress.unit;
  if (each.phase == phase::done) body["result"] = each.result;
  if (each.phase == phase::failed) body["error"] = each.error;
  return body;
}

void operations::serve(const std::stop_token& stop) {
  for (;;) {
    std::unique_lock lock{mutex_};
    if (!begun_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
    const auto next = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    perform(next, stop);
  }
}

void operations::perform(const operation_ptr& each, const std::stop_token& stop) {
  const auto progress = [&](const operation_progress& now) {
    const std::lock_guard lock{mutex_};
    each->progress = now;
  };
  boost::json::object result;
  std::string error;
  try {
    result = each->work(progress, stop);
  } catch (const std::exception& thrown) {
    error = thrown.what();
  }
  const std::lock_guard lock{mutex_};
  each->work = nullptr;
  each->result = std::move(result);
  each->error = std::move(error);
  each->phase = each->error.empty() ? phase::done : phase::failed;
}

void operations::forget_oldest() {
  const auto over =
      std::ranges::find_if(known_, [](const auto& each) { return each->phase != phase::running; });
  if (known_.size() >= most_known && over != known_.end()) known_.erase(over);
}

}
