// SPDX-License-Identifier: Apache-2.0
#include "http/server/work_pool.hpp"

#include <pthread.h>

namespace muniment::http {

work_pool::work_pool(std::string name, std::size_t threads, std::size_t waiting)
    : name_{std::move(name)}, most_waiting_{waiting} {
  for (std::size_t each = 0; each < threads; ++each) {
    threads_.emplace_back([this] { serve(); });
    ::pthread_setname_np(threads_.back().native_handle(), name_.substr(0, 15).c_str());
  }
}

work_pool::~work_pool() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  offered_.notify_all();
  for (auto& each : threads_)
    each.join();
}

bool work_pool::offer(errand_ptr errand) {
  {
    const std::lock_guard lock{mutex_};
    if (ending_ || errands_.size() >= most_waiting_) {
      ++turned_away_;
      return false;
    }
    errands_.push_back(std::move(errand));
  }
  offered_.notify_one();
  return true;
}

void work_pool::take_back(const errand_ptr& errand) {
  const std::lock_guard lock{mutex_};
  std::erase(errands_, errand);
}

std::size_t work_pool::waiting() const {
  const std::lock_guard lock{mutex_};
  return errands_.size();
}

std::size_t work_pool::turned_away() const {
  const std::lock_guard lock{mutex_};
  return turned_away_;
}

void work_pool::serve() {
  while (true) {
    errand_ptr errand;
    {
      std::unique_lock lock{mutex_};
      offered_.wait(lock, [this] { return ending_ || !errands_.empty(); });
      if (errands_.empty()) return;
      errand = std::move(errands_.front());
      errands_.pop_front();
    }
    (*errand)();
  }
}

}
