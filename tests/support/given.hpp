// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "tests/support/transparent.hpp"

#include <gtest/gtest.h>

namespace muniment::test {

/// Given these facts, when this is wished, then that follows: one row of an aggregate's table.
template <decider Noun>
class given {
  using draft = typename Noun::template event<opened>;
  using fact = typename Noun::template event<stored>;
  using stored_state = typename Noun::template state<stored>;

public:
  explicit given(std::vector<draft> past = {}) {
    for (const auto& each : past)
      remember(each);
  }
  given(const given&) = delete;
  given& operator=(const given&) = delete;
  ~given() { expect_nothing_unsaid(); }

  /// Decides, and remembers what happened, so that rows can be chained.
  given& when(const typename Noun::command& wish) {
    expect_nothing_unsaid();
    answer_ = Noun::decide(opened_form(state_, transparent_open), wish);
    if (!answer_) return *this;
    unsaid_ = answer_->answer;
    for (const auto& each : answer_->events)
      remember(each);
    return *this;
  }

  given& then(const std::vector<draft>& events) {
    EXPECT_TRUE(answer_.has_value()) << "refused";
    if (answer_) {
      EXPECT_EQ(answer_->events, events);
    }
    return *this;
  }

  given& then(refusal_code expected) {
    EXPECT_TRUE(answer_.has_error());
    if (answer_.has_error()) {
      EXPECT_EQ(entry_of(answer_.error()).name, entry_of(expected).name);
    }
    return *this;
  }

  /// The events come with this refusal; without the row saying so, none may.
  given& answering(refusal_code expected) {
    EXPECT_EQ(unsaid_, expected);
    unsaid_.reset();
    return *this;
  }

  given& taking(const std::vector<claim>& claims) {
    EXPECT_EQ(answer_.value().taken, claims);
    return *this;
  }

  given& releasing(const std::vector<claim>& claims) {
    EXPECT_EQ(answer_.value().released, claims);
    return *this;
  }

  [[nodiscard]] const stored_state& state() const { return state_; }

private:
  void remember(const draft& each) {
    state_ = Noun::evolve(
        std::move(state_),
        std::visit([](const auto& e) -> fact { return sealed_form(e, transparent_seal); }, each));
  }

  void expect_nothing_unsaid() {
    EXPECT_FALSE(unsaid_) << "the events came with " << entry_of(*unsaid_).name;
    unsaid_.reset();
  }

  stored_state state_;
  decision<draft> answer_ = refusal_code::not_found;
  std::optional<refusal_code> unsaid_;
};

}
