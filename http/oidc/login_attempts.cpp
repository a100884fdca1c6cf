// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_attempts.hpp"

#include "actors/credential.hpp"

#include <algorithm>
#include <utility>

namespace muniment::oidc {

login_attempts::attempt::attempt(attempt&& other) noexcept
    : book_(std::exchange(other.book_, nullptr)), user_(other.user_), alone_(other.alone_),
      checking_(other.checking_) {}

login_attempts::attempt::~attempt() {
  if (book_) book_->end(user_, checking_);
}

login_attempts::attempt login_attempts::begin(const uuid& user) {
  const std::scoped_lock held(lock_);
  const auto known = places_.find(user);
  if (known == places_.end()) {
    entries_.push_front({user});
    places_[user] = entries_.begin();
  } else {
    entries_.splice(entries_.begin(), entries_, known->second);
  }
  const bool alone = entries_.front().present++ == 0;
  shed();
  return {*this, user, alone};
}

bool login_attempts::attempt::admitted(const recorded_lockout& known, instant now) {
  const std::scoped_lock held(book_->lock_);
  auto& entry = book_->of(user_);
  // What was recorded is gone: somebody unlocked the account or set a new password. Only who was
  // alone has surely read the credential after the last failure was recorded.
  if (alone_ && known.failures < entry.recorded) {
    entry.failures = entry.recorded = known.failures;
    entry.locked_until = known.locked_until;
  }
  entry.failures = std::max(entry.failures, known.failures);
  entry.recorded = std::max(entry.recorded, known.failures);
  if (known.locked_until > now || entry.locked_until > now) return false;
  // While failures are free, as many at once as are left; afterwards one at a time, for each may
  // begin a lockout.
  const auto next = entry.failures + entry.checking + 1;
  if (credential::lockout_until(next, now) && entry.checking > 0) return false;
  ++entry.checking;
  return checking_ = true;
}

std::uint32_t login_attempts::attempt::failed(instant now) {
  const std::scoped_lock held(book_->lock_);
  auto& entry = book_->of(user_);
  entry.checking -= std::exchange(checking_, false);
  entry.locked_until = credential::lockout_until(++entry.failures, now);
  return entry.failures;
}

void login_attempts::attempt::recorded(std::uint32_t failures) {
  const std::scoped_lock held(book_->lock_);
  auto& entry = book_->of(user_);
  if (credential::lockout_until(failures, instant{}))
    entry.recorded = std::max(entry.recorded, failures);
}

void login_attempts::attempt::succeeded() {
  const std::scoped_lock held(book_->lock_);
  auto& entry = book_->of(user_);
  entry.failures = entry.recorded = 0;
  entry.locked_until.reset();
}

void login_attempts::end(const uuid& user, bool checking) {
  const std::scoped_lock held(lock_);
  const auto place = places_.find(user);
  auto& entry = *place->second;
  entry.checking -= checking;
  if (--entry.present > 0 || entry.failures > 0) return;
  entries_.erase(place->second);
  places_.erase(place);
}

void login_attempts::shed() {
  for (auto last = entries_.end(); entries_.size() > capacity_ && last != entries_.begin();) {
    --last;
    if (last->present > 0) continue;
    places_.erase(last->user);
    last = entries_.erase(last);
  }
}

std::size_t login_attempts::size() const {
  const std::scoped_lock held(lock_);
  return entries_.size();
}

}
