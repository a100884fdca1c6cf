// SPDX-License-Identifier: Apache-2.0
// `client`, as far as `commands_test.cpp` does not drive it.
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

class client_command : public test::scripted_server {
protected:
  std::vector<std::string> shown(const std::vector<std::string>& whom) const {
    std::vector<std::string> words{test::muniment_binary(), "client", "show", "-w", "acme"};
    words.insert(words.end(), {"--credential", file()});
    words.insert(words.end(), whom.begin(), whom.end());
    return words;
  }
};

TEST_F(client_command, takes_a_name_that_looks_like_an_option_behind_two_dashes) {
  answers("GET /admin/clients/-tent", 200, R"({"client_id":"-tent","name":"Tent"})");
  EXPECT_EQ(test::program(shown({"-tent"})).wait(), 2);
  test::program found(shown({"--", "-tent"}));
  EXPECT_EQ(found.wait(), 0) << found.output();
  EXPECT_NE(found.output().find("Tent"), std::string::npos) << found.output();
}

}
}
