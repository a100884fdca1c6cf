// SPDX-License-Identifier: Apache-2.0
#include "http/server/cause.hpp"

#include "storage/failure.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::http {
namespace {

template <class Thrown>
std::string told(Thrown thrown) {
  return cause_of(std::make_exception_ptr(std::move(thrown)));
}

TEST(cause, is_the_type_of_what_was_thrown) {
  EXPECT_EQ(told(std::runtime_error{"password=secret"}), "std::runtime_error");
  EXPECT_EQ(told(7), "no exception of the standard library's kind");
  EXPECT_EQ(cause_of(nullptr), "nothing");
}

TEST(cause, has_the_text_of_what_promises_to_name_no_data) {
  const storage::failure lost{storage::failure_kind::lost, "the connection broke"};
  EXPECT_EQ(told(lost), "muniment::storage::failure: the connection broke");
  const storage::failure endless{storage::failure_kind::lost, std::string(1000, 'x')};
  EXPECT_EQ(told(endless).size(), 300U);
}

TEST(cause, is_a_sentence_for_whoever_asked) {
  const auto sentence = [](auto thrown) {
    return sentence_of(std::make_exception_ptr(std::move(thrown)));
  };
  EXPECT_EQ(sentence(storage::failure{storage::failure_kind::lost, "the connection broke"}),
            "the connection broke");
  EXPECT_EQ(sentence(std::runtime_error{"password=secret"}), "std::runtime_error");
}

}
}
