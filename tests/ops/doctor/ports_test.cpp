// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/ports.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

const process server{7, "muniment"}, other{8, "nginx"};

finding judged(port_holders holders, std::optional<process> runs, bool privileged = false) {
  return judge_port({"listen_port", 8443, std::move(holders), std::move(runs), privileged});
}

TEST(ports, are_free_while_no_server_runs) {
  EXPECT_EQ(judged({}, {}).judged, verdict::ok);
  EXPECT_EQ(judged({}, {}, true).judged, verdict::warning);
}

TEST(ports, are_held_by_the_server_while_it_runs) {
  EXPECT_EQ(judged({true, {server}}, server).judged, verdict::ok);
  EXPECT_EQ(judged({true, {}}, server).judged, verdict::ok) << "another account may not see whose";
  EXPECT_EQ(judged({}, server).judged, verdict::failed);
}

TEST(ports, held_by_another_program_are_named_with_it) {
  for (const auto& runs : {std::optional<process>{}, std::optional{server}}) {
    const auto taken = judged({true, {other}}, runs);
    EXPECT_EQ(taken.judged, verdict::failed);
    EXPECT_EQ(taken.found, "port 8443 is taken by process 8 (nginx)");
  }
  EXPECT_EQ(judged({true, {}}, {}).judged, verdict::failed);
}

TEST(ports, need_an_address_of_this_machine) {
  EXPECT_EQ(judge_listen_address("127.0.0.1", true).judged, verdict::ok);
  EXPECT_EQ(judge_listen_address("192.0.2.1", false).judged, verdict::failed);
}

}
}
