// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/as_of.hpp"

#include "tests/support/scripted_server.hpp"

#include <iostream>
#include <sstream>

namespace muniment::cli {
namespace {

class show_list_test : public test::scripted_server {
protected:
  void pages(const std::string& first_as_of, const std::string& second_as_of) {
    answers("GET /admin/users", 200,
            R"({"items":[{"id":1,"odd":true}],"next":"x")" + first_as_of + '}');
    answers("GET /admin/users", 200, R"({"items":[{"id":2,"odd":false}])" + second_as_of + '}');
  }
  static std::string at(int position) {
    return R"(,"as_of":{"position":)" + std::to_string(position) +
           R"(,"recorded_at":"R","moment":"M"})";
  }
  std::string shown(bool json, const std::function<bool(const boost::json::object&)>& keep = {}) {
    std::ostringstream output;
    auto* const screen = std::cout.rdbuf(output.rdbuf());
    try {
      auto server = api::workspace(to("acme"));
      listing list{json, {{"ID", "id"}}};
      show_list(server, "/admin/users", {{"as_of", "M"}}, list, "items", keep);
    } catch (...) {
      std::cout.rdbuf(screen);
      throw;
    }
    std::cout.rdbuf(screen);
    return output.str();
  }
};

TEST_F(show_list_test, says_once_in_front_of_which_moment_it_is) {
  pages(at(7), at(7));
  EXPECT_EQ(shown(false), "As of M: position 7, recorded R\nID\n1\n2\n");
}

TEST_F(show_list_test, says_it_in_json_too) {
  pages(at(7), at(7));
  EXPECT_EQ(shown(true), "{\"as_of\":{\"position\":7,\"recorded_at\":\"R\",\"moment\":\"M\"}}\n"
                         "{\"id\":1,\"odd\":true}\n{\"id\":2,\"odd\":false}\n");
}

TEST_F(show_list_test, says_nothing_of_the_present) {
  pages("", "");
  EXPECT_EQ(shown(false), "ID\n1\n2\n");
}

TEST_F(show_list_test, keeps_what_is_wanted) {
  pages(at(7), at(7));
  EXPECT_EQ(shown(false, [](const auto& item) { return item.at("odd").as_bool(); }),
            "As of M: position 7, recorded R\nID\n1\n");
}

TEST_F(show_list_test, is_of_one_position_or_fails) {
  pages(at(7), at(8));
  EXPECT_EQ(why([&] { shown(false); }), "something was recorded at that very moment meanwhile");
}

}
}
