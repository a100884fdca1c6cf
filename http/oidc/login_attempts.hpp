// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace muniment::oidc {

/// What the credential itself says when a password is about to be checked.
struct recorded_lockout {
  std::uint32_t failures{}; ///< of the last lockout; zero when none stands
  std::optional<instant> locked_until = {};
};

/// Failed logins in a row per user, counted where the node that decides for the workspace keeps
/// them: in memory. The journal is told of every lockout, so that a restart forgets at most the
/// free tries before the first, and a lockout that has just begun. A user is in it from the first
/// failure to the next success; past the capacity the one that was not tried for the longest time
/// leaves, never one with a try under way.
///
/// A try is begun before the credential is read and ended after its outcome was decided, so that of
/// many parallel guesses no more are checked than one after another would be. Any thread.
class login_attempts {
public:
  explicit login_attempts(std::size_t capacity) : capacity_(capacity) {}

  /// A try under way; ends with the object, as if it had never been unless it was said how it went.
  class attempt {
  public:
    attempt(attempt&& other) noexcept;
    attempt& operator=(attempt&&) = delete;
    ~attempt();

    /// Whether the password may be checked now. Called once, with the credential as it was read
    /// after the attempt was begun.
    bool admitted(const recorded_lockout& known, instant now);

    /// It was wrong: how many in a row that makes. `note_failure` is to be told this.
    std::uint32_t failed(instant now);

    /// The credential knows of so many.
    void recorded(std::uint32_t failures);

    /// It was right: from zero again.
    void succeeded();

  private:
    friend class login_attempts;
    attempt(login_attempts& book, const uuid& user, bool alone)
        : book_(&book), user_(user), alone_(alone) {}

    login_attempts* book_;
    uuid user_;
    bool alone_;            ///< nobody else was trying when it began
    bool checking_ = false; ///< takes one of the tries that may run at once
  };

  attempt begin(const uuid& user);

  /// How many users are in it.
  std::size_t size() const;

private:
  struct entry {
    uuid user;
    std::uint32_t failures = 0;
    std::uint32_t recorded = 0;
    std::uint32_t present = 0;  ///< attempts begun and not ended
    std::uint32_t checking = 0; ///< of them, admitted and not yet known to be wrong or right
    std::optional<instant> locked_until = {};
  };

  entry& of(const uuid& user) { return *places_.at(user); }
  void end(const uuid& user, bool checking);
  void shed();

  mutable std::mutex lock_;
  std::size_t capacity_;
  std::list<entry> entries_; ///< tried last in front
  std::unordered_map<uuid, std::list<entry>::iterator> places_;
};

}
