// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/man_page.hpp"

#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

command_described tool() {
  const option_described kind{{"--kind"}, "Which", "TEXT", {"web", "spa"}, false, true, false};
  const option_described who{{"user"}, ".An id", "TEXT", {}, true, true, false};
  const option_described more{{"more"}, "More", "TEXT", {}, true, false, true};
  const command_described list{
      "tool list",       "list", {"Shows all", "'and more"}, {"tool list -w acme | grep '\\d'"},
      {kind, who, more}, {}};
  return {"tool", "tool", {"A tool"}, {}, {}, {list}};
}

bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

TEST(man_page, has_the_sections_of_one) {
  const auto page = man_page(tool(), "1.2");
  EXPECT_TRUE(page.starts_with(".TH MUNIMENT 1 \"\" \"muniment 1.2\" \"User Commands\"\n"));
  for (const auto* section :
       {"\n.SH NAME\n", "\n.SH SYNOPSIS\n", "\n.SH DESCRIPTION\n", "\n.SH OPTIONS\n",
        "\n.SH COMMANDS\n", "\n.SH EXIT STATUS\n", "\n.SH ENVIRONMENT\n"})
    EXPECT_TRUE(holds(page, section)) << section;
}

TEST(man_page, tells_each_command_with_its_options_and_examples) {
  const auto page = man_page(tool(), "1.2");
  EXPECT_TRUE(holds(page, ".SS tool list user [more...] [OPTIONS]\nShows all\n\\&'and more\n"))
      << page;
  EXPECT_TRUE(holds(page, ".TP\n.B \\-\\-kind TEXT\nWhich; required; one of web, spa\n")) << page;
  EXPECT_TRUE(holds(page, ".TP\n.B user\n\\&.An id\n")) << "no line of a help is a request";
  EXPECT_TRUE(holds(page, ".EX\ntool list \\-w acme | grep '\\ed'\n.EE\n")) << page;
}

}
}
