// SPDX-License-Identifier: Apache-2.0
#include "http/operations/login_metrics.hpp"

#include "http/oidc/login_throttle.hpp"
#include "http/operations/metrics.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(login_metrics, count_who_was_turned_away_and_name_nobody) {
  const oidc::login_throttle_terms none_free{{.free = 0}, {.free = 5}, 10};
  oidc::login_throttle book(none_free);
  const oidc::login_origin ada{{}, "192.0.2.1", "ada"};
  const instant now{};
  for (int each = 0; each < 4; ++each)
    if (auto admission = book.begin(ada, now); admission.let_in) admission.let_in->failed();
  const auto told = exposition({make_login_metrics(book)});
  EXPECT_NE(told.find("muniment_logins_delayed_total{by=\"name\"} 3"), std::string::npos) << told;
  EXPECT_NE(told.find("muniment_logins_delayed_total{by=\"address\"} 0"), std::string::npos);
  EXPECT_EQ(told.find("ada"), std::string::npos);
  EXPECT_EQ(told.find("192.0.2.1"), std::string::npos);
}

}
}
