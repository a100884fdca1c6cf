// SPDX-License-Identifier: Apache-2.0
// `project`, as far as `commands_test.cpp` does not drive it.
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

#include <gmock/gmock.h>

namespace muniment::cli {
namespace {

using testing::HasSubstr;

class project_command : public test::scripted_server {
protected:
  /// The words that make the project `shop`, which the server calls `p1`, with these roles.
  std::vector<std::string> creating(const std::vector<std::string>& roles) {
    answers(creation, 201, R"({"id":"p1","name":"shop","roles":[]})");
    std::vector<std::string> words{test::muniment_binary(), "project", "create", "shop"};
    words.insert(words.end(), {"-w", "acme", "--credential", file()});
    for (const auto& each : roles)
      words.insert(words.end(), {"--role", each});
    return words;
  }

  static constexpr auto creation = "POST /admin/projects";
  static constexpr auto definition = "POST /admin/projects/p1/define-role";
};

TEST_F(project_command, makes_nothing_where_a_role_is_no_word_or_is_built_in) {
  for (const std::string wrong : {"a buyer", "\"buyer\"", "workspace.buyer"}) {
    test::program refused(creating({"seller", wrong}));
    EXPECT_EQ(refused.wait(), 2) << wrong;
    EXPECT_THAT(refused.output(), HasSubstr("no project can have the role '" + wrong + "'"));
    EXPECT_EQ(count(creation), 0) << wrong;
  }
}

TEST_F(project_command, tells_how_to_go_on_where_the_project_was_made_without_all_its_roles) {
  answers(definition, 200, R"({"id":"p1","name":"shop","roles":["buyer"]})");
  answers(definition, 409, R"({"title":"There are too many.","detail":"Remove one first."})");
  test::program half(creating({"buyer", "seller", "clerk"}));
  EXPECT_EQ(half.wait(), 1);
  EXPECT_THAT(half.output(), HasSubstr("the project was made, but not its roles seller, clerk: "
                                       "There are too many\n"));
  EXPECT_THAT(half.output(), HasSubstr("muniment project define-role -w acme p1 ROLE"));
  EXPECT_THAT(half.output(), HasSubstr("Remove one first."));
  EXPECT_EQ(count(creation), 1);
  EXPECT_EQ(count(definition), 2) << "it asks no further";
}

}
}
