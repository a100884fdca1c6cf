// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/report.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

const examination one_of_each{{"disk", {ok("room", "5 GiB free")}},
                              {"keys",
                               {warning("copies", "there is none", "make one"),
                                failed("era key", "it is gone", "restore it")}}};

TEST(report, shows_every_check_then_what_to_mend_the_worst_first_then_the_sum) {
  EXPECT_EQ(render(one_of_each, {}), "disk\n"
                                     "  ok       room     5 GiB free\n"
                                     "keys\n"
                                     "  warning  copies   there is none\n"
                                     "  failed   era key  it is gone\n"
                                     "\n"
                                     "How to mend it\n"
                                     "  failed   keys, era key: it is gone\n"
                                     "           -> restore it\n"
                                     "  warning  keys, copies: there is none\n"
                                     "           -> make one\n"
                                     "\n"
                                     "3 checks: 1 ok, 1 warning, 1 failed\n");
}

TEST(report, fits_the_terminal) {
  const examination all{
      {"disk", {failed("room", "there is hardly any room left on that disk", "remove files")}}};
  EXPECT_EQ(render(all, {.width = 40}), "disk\n"
                                        "  failed   room  there is hardly any\n"
                                        "                 room left on that disk\n"
                                        "\n"
                                        "How to mend it\n"
                                        "  failed   disk, room: there is hardly\n"
                                        "           any room left on that disk\n"
                                        "           -> remove files\n"
                                        "\n"
                                        "1 check: 0 ok, 0 warnings, 1 failed\n");
}

TEST(report, is_coloured_only_where_it_may) {
  EXPECT_EQ(render(one_of_each, {}).find('\033'), std::string::npos);
  const auto painted = render(one_of_each, {.colour = true});
  EXPECT_NE(painted.find("\033[31mfailed \033[0m"), std::string::npos) << painted;
  EXPECT_NE(painted.find("\033[32mok"), std::string::npos);
  EXPECT_NE(painted.find("\033[33mwarning"), std::string::npos);
}

TEST(report, passes_no_control_sequence_on) {
  const examination all{{"disk", {ok("room", "name \033[2J\nof a file")}}};
  EXPECT_EQ(render(all, {}).find('\033'), std::string::npos);
}

TEST(report, says_when_only_warnings_were_found) {
  EXPECT_EQ(summary({3, 0, 0}), "3 checks: 3 ok, 0 warnings, 0 failed");
  EXPECT_EQ(summary({3, 1, 0}),
            "4 checks: 3 ok, 1 warning, 0 failed; warnings alone end with status 0");
}

TEST(report, is_an_object_a_check_for_programs) {
  EXPECT_EQ(boost::json::serialize(object_of("disk", warning("room", "little", "add"))),
            R"({"group":"disk","check":"room","verdict":"warning","found":"little","mend":"add"})");
}

}
}
