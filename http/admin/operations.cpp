// SPDX-License-Identifier: Apache-2.0
#include "http/admin/operations.hpp"

#include "http/server/cause.hpp"
#include "http/server/ids.hpp"
#include "http/server/problems.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::size_t most_waiting = 32;
/// So that an owner who begins all at once leaves room for the others.
constexpr std::size_t most_waiting_of_one = 10;
constexpr std::size_t most_known = 100;

}

begun<api::operation> begun_reply(begun_operation asked) {
  switch (asked.verdict) {
  case begin_verdict::begun:
    return {std::move(asked.shown)};
  case begin_verdict::under_way:
    throw problem_found{problems::under_way};
  case begin_verdict::crowded:
    break;
  }
  throw problem_found{problems::crowded};
}

operations::operations() {
  start(deployment_);
  start(workspaces_);
}

operations::~operations() { stop(); }

void operations::start(lane& of) {
  of.worker = std::jthread{[this, &of](const std::stop_token& stop) { serve(of, stop); }};
}

void operations::stop() {
  for (auto* each : {&deployment_, &workspaces_})
    each->worker.request_stop();
  for (auto* each : {&deployment_, &workspaces_})
    if (each->worker.joinable()) each->worker.join();
}

begun_operation operations::begin(const uuid& owner, std::string kind, std::string subject,
                                  operation_work work) {
  const std::lock_guard lock{mutex_};
  auto& waiting = lane_of(owner).waiting;
  const auto same = [&](const operation_ptr& each) {
    return each->status == status::running && each->owner == owner && each->kind == kind &&
           each->subject == subject;
  };
  if (std::ranges::any_of(known_, same)) return {begin_verdict::under_way};
  const auto of_owner =
      std::ranges::count(waiting, owner, [](const auto& each) { return each->owner; });
  if (waiting.size() >= most_waiting || static_cast<std::size_t>(of_owner) >= most_waiting_of_one)
    return {begin_verdict::crowded};
  forget_oldest();
  const auto made = std::make_shared<operation>(operation{random_id(),
                                                          owner,
                                                          std::move(kind),
                                                          std::move(subject),
                                                          std::move(work),
                                                          status::running,
                                                          {},
                                                          {},
                                                          {}});
  known_.push_back(made);
  waiting.push_back(made);
  begun_.notify_all();
  return {begin_verdict::begun, shown(*made)};
}

std::optional<api::operation> operations::find(const uuid& owner, const uuid& id) const {
  const std::lock_guard lock{mutex_};
  const auto found = std::ranges::find(known_, id, [](const auto& each) { return each->id; });
  if (found == known_.end() || (*found)->owner != owner) return {};
  return shown(**found);
}

api::operation operations::shown(const operation& each) {
  api::operation told;
  told.id = each.id;
  told.kind = each.kind;
  if (!each.subject.empty()) told.subject = each.subject;
  told.status = each.status;
  if (!each.progress.stage.empty()) told.stage = each.progress.stage;
  told.done = each.progress.done;
  told.total = each.progress.total;
  told.per_second = each.progress.per_second;
  told.unit = each.progress.unit;
  if (each.status == status::done) told.result.emplace().json = each.result;
  if (each.status == status::failed) told.error = each.error;
  return told;
}

void operations::serve(lane& of, const std::stop_token& stop) {
  for (;;) {
    std::unique_lock lock{mutex_};
    if (!begun_.wait(lock, stop, [&of] { return !of.waiting.empty(); }) || stop.stop_requested())
      return;
    const auto next = of.waiting.front();
    of.waiting.pop_front();
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
  std::exception_ptr thrown;
  try {
    result = each->work(progress, stop);
  } catch (...) {
    thrown = std::current_exception();
    spdlog::error("operation {} ({}) failed: {}", to_string(each->id), each->kind,
                  cause_of(thrown));
  }
  const std::lock_guard lock{mutex_};
  each->work = nullptr;
  each->result = std::move(result);
  if (thrown) each->error = sentence_of(thrown);
  each->status = thrown ? status::failed : status::done;
}

void operations::forget_oldest() {
  const auto over = std::ranges::find_if(
      known_, [](const auto& each) { return each->status != status::running; });
  if (known_.size() >= most_known && over != known_.end()) known_.erase(over);
}

}
