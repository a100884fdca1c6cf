// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_throttle.hpp"

#include "crypto/digest.hpp"
#include "http/server/forwarded.hpp"

#include <algorithm>
#include <utility>

namespace muniment::oidc {

login_throttle::login_throttle(const login_throttle_terms& terms)
    : names_(terms.name, terms.capacity), addresses_(terms.address, terms.capacity) {}

login_throttle::attempt::attempt(attempt&& other) noexcept
    : book_(std::exchange(other.book_, nullptr)), name_(other.name_), address_(other.address_),
      open_(other.open_) {}

login_throttle::attempt::~attempt() {
  if (book_ && open_) pardon(false);
}

void login_throttle::attempt::succeeded() {
  open_ = false;
  pardon(true);
}

/// What is taken back from the address was counted there for this name, and is not taken back
/// twice: else many right logins at once would forgive guesses at others.
void login_throttle::attempt::pardon(bool all) {
  const std::scoped_lock held(book_->lock_);
  const auto failures = all ? book_->names_.failures(name_.who) : 1;
  const auto taken = book_->names_.pardon(name_.who, failures, name_.begun);
  book_->addresses_.pardon(address_.who, taken, address_.begun);
}

login_throttle::admission login_throttle::begin(const login_origin& from, instant now) {
  const auto name = key_of(from, from.name);
  const auto address = key_of(from, {});
  const std::scoped_lock held(lock_);
  admission made;
  if (const auto delayed = delay(name, address, now)) {
    made.verdict = *delayed;
    return made;
  }
  const attempt::place of_name{name, names_.start(name, now)};
  const attempt::place of_address{address, addresses_.start(address, now)};
  made.let_in.emplace(attempt{*this, of_name, of_address});
  return made;
}

std::optional<throttle_verdict> login_throttle::delay(const throttle_key& name,
                                                      const throttle_key& address, instant now) {
  const auto by_address = addresses_.judge(address, now);
  const auto by_name = names_.judge(name, now);
  const bool address_waits = by_address.wait.count() > 0;
  if (!address_waits && by_name.wait.count() == 0) return {};
  auto& where = address_waits ? addresses_ : names_;
  where.turn_away(address_waits ? address : name);
  ++(address_waits ? delays_.by_address : delays_.by_name);
  return throttle_verdict{std::max(by_address.wait, by_name.wait),
                          address_waits ? by_address.first : by_name.first};
}

throttle_key login_throttle::key_of(const login_origin& from, std::string_view name) const {
  const auto workspace = from.workspace.view();
  const auto client = http::subscriber_of(from.address);
  bytes text(workspace.begin(), workspace.end());
  text.push_back(static_cast<std::uint8_t>(client.size()));
  text.insert(text.end(), client.begin(), client.end());
  text.insert(text.end(), name.begin(), name.end());
  const auto digest = crypto::hmac_sha256(secret_.reveal(), text);
  throttle_key key{};
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

login_delays login_throttle::delays() const {
  const std::scoped_lock held(lock_);
  return delays_;
}

}
