// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/names.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

const resolved_host unknown{"api.b", {}, "Name or service not known"};
const resolved_host loopback{"api.b", {"127.0.0.1", "::1"}, {}, true, true};
const resolved_host own{"api.b", {"192.0.2.7"}, {}, false, true};
const resolved_host foreign{"api.b", {"192.0.2.99"}, {}, false, false};

TEST(names, below_localhost_are_this_machine) {
  const expected_host here{.localhost = true};
  EXPECT_EQ(judge_host(loopback, here).judged, verdict::ok);
  EXPECT_EQ(judge_host(foreign, here).judged, verdict::failed);
  const auto missing = judge_host(unknown, here);
  EXPECT_EQ(missing.judged, verdict::warning);
  EXPECT_NE(missing.mend.find("libnss-myhostname"), std::string::npos);
  EXPECT_NE(missing.mend.find("127.0.0.1 api.b"), std::string::npos);
}

TEST(names, elsewhere_lead_to_this_machine_or_to_a_proxy) {
  EXPECT_EQ(judge_host(own, {}).judged, verdict::ok);
  EXPECT_EQ(judge_host(foreign, {}).judged, verdict::warning);
  EXPECT_EQ(judge_host(foreign, {.behind_proxy = true}).judged, verdict::ok);
  EXPECT_EQ(judge_host(unknown, {}).judged, verdict::failed);
  EXPECT_EQ(judge_host(unknown, {.behind_proxy = true}).judged, verdict::failed);
}

TEST(names, of_workspaces_are_known_by_a_wildcard_or_one_by_one) {
  const auto missing = judge_host(unknown, {.stands_for_all = true});
  EXPECT_EQ(missing.judged, verdict::warning);
  EXPECT_NE(missing.mend.find("wildcard"), std::string::npos);
  EXPECT_EQ(judge_host(own, {.stands_for_all = true}).judged, verdict::ok);
}

}
}
