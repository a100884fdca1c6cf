// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/description.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

/// A command line with a bit of everything.
struct sample {
  CLI::App app{"A program.\nStart here", "tool"};
  std::string slug, kind, who, file;
  std::vector<std::string> many;
  bool flag = false;

  sample() {
    auto* group = app.add_subcommand("user", "The people\nExample: tool user list -w acme");
    group->require_subcommand(1);
    group->add_option("--credential", file, "Whose")->type_name("FILE");
    group->fallthrough();
    auto* list = group->add_subcommand("list", "Shows all");
    list->add_option("-w,--workspace", slug, "The workspace's slug")->type_name("SLUG");
    list->add_flag("--json", flag, "JSON");
    list->add_option("--kind", kind, "Which")->check(CLI::IsMember({"web", "spa"}))->required();
    list->add_option("--many", many, "Repeat it");
    list->add_option("user", who, "An id")->required();
    app.add_subcommand("hidden", "Nobody sees it")->group("");
  }
};

TEST(description, tells_commands_texts_and_examples) {
  const sample made;
  const auto all = describe(made.app);
  EXPECT_EQ(all.path, "tool");
  EXPECT_EQ(all.text, (std::vector<std::string>{"A program.", "Start here"}));
  EXPECT_EQ(summary_of(all), "A program.");
  ASSERT_EQ(all.below.size(), 1U) << "what is hidden stays so";
  EXPECT_EQ(all.below[0].path, "tool user");
  EXPECT_EQ(all.below[0].examples, std::vector<std::string>{"tool user list -w acme"});
  EXPECT_EQ(all.below[0].below.at(0).path, "tool user list");
  std::vector<std::string> paths;
  for_each_command(all, [&](const auto& each) { paths.push_back(each.path); });
  EXPECT_EQ(paths, (std::vector<std::string>{"tool", "tool user", "tool user list"}));
}

TEST(description, keeps_an_example_of_several_lines_together) {
  const CLI::App app{"Makes it\nExample: tool make --in here \\\n  --out there\nIt is for ever\n"
                     "Example: tool make",
                     "tool"};
  const auto all = describe(app);
  EXPECT_EQ(all.text, (std::vector<std::string>{"Makes it", "It is for ever"}));
  EXPECT_EQ(all.examples,
            (std::vector<std::string>{"tool make --in here \\\n  --out there", "tool make"}));
}

TEST(description, tells_options_and_what_they_take) {
  const sample made;
  const auto options = describe(made.app).below.at(0).below.at(0).options;
  const auto named = [&](const std::string& name) {
    for (const auto& each : options)
      if (std::ranges::count(each.names, name) > 0) return each;
    return option_described{};
  };
  EXPECT_EQ(named("-w"),
            (option_described{
                {"-w", "--workspace"}, "The workspace's slug", "SLUG", {}, false, false, false}));
  EXPECT_EQ(named("--json").value, "") << "a flag takes nothing";
  EXPECT_EQ(named("--kind").choices, (std::vector<std::string>{"web", "spa"}));
  EXPECT_TRUE(named("--kind").required);
  EXPECT_TRUE(named("--many").repeats);
  EXPECT_TRUE(named("user").positional);
  EXPECT_FALSE(named("--help").names.empty());
}

TEST(description, tells_which_options_of_a_group_are_taken_behind_its_subcommands) {
  const sample made;
  const auto group = describe(made.app).below.at(0);
  EXPECT_TRUE(group.inherited.empty()) << "the program keeps its own";
  const auto& list = group.below.at(0);
  const option_described credential{{"--credential"}, "Whose", "FILE", {}, false, false, false};
  EXPECT_EQ(list.inherited, std::vector<option_described>{credential})
      << "--help is the subcommand's own";
  const auto behind = options_behind(list);
  ASSERT_EQ(behind.size(), list.options.size() + 1);
  EXPECT_EQ(behind.front(), list.options.front());
  EXPECT_EQ(behind.back(), credential);
}

TEST(description, keeps_to_a_group_what_its_subcommands_do_not_take) {
  CLI::App app{"A program", "tool"};
  std::string file;
  auto* group = app.add_subcommand("user", "The people");
  group->add_option("--credential", file, "Whose")->type_name("FILE");
  group->add_subcommand("list", "Shows all");
  EXPECT_TRUE(describe(app).below.at(0).below.at(0).inherited.empty());
}

}
}
