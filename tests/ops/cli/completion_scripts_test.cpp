// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/completion_scripts.hpp"

#include "tests/support/files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace muniment::cli {
namespace {

command_described tool() {
  const option_described help{{"-h", "--help"}, "Help", "", {}, false, false, false};
  const option_described kind{{"--kind"}, "It's one:of", "TEXT", {"web", "spa"},
                              false,      false,         false};
  const option_described file{{"--file"}, "A file", "FILE", {}, false, false, false};
  const option_described name{{"--name"}, "A name", "TEXT", {}, false, false, false};
  const option_described whose{{"--whose"}, "Whose", "FILE", {}, false, false, false};
  const command_described list{"tool user list",         "list", {"Shows all"}, {},
                               {help, kind, file, name}, {},     {whose}};
  const command_described user{"tool user", "user", {"The people"}, {}, {help}, {list}};
  const command_described key{"tool key", "key", {"Keys"}, {}, {help}, {}};
  return {"tool", "tool", {"A tool"}, {}, {help}, {user, key}};
}

/// What bash offers for the last of these words.
class in_bash : public testing::Test {
protected:
  std::string offered(const std::vector<std::string>& words,
                      const std::string& shown = "${COMPREPLY[@]}") {
    const auto file = folder.path() / "completion";
    test::write_file(file, as_bytes(bash_completion(tool())));
    std::string script = "source " + file.string() + "\nCOMP_WORDS=(";
    for (const auto& each : words)
      script += "'" + each + "' ";
    script +=
        ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) + "\n_tool\necho \"" + shown + "\"\n";
    test::program shell({"/usr/bin/bash", "--norc", "-uc", script});
    EXPECT_EQ(shell.wait(), 0) << shell.output();
    return shell.output();
  }

  test::temporary_directory folder;
};

TEST_F(in_bash, subcommands_and_options_are_offered) {
  EXPECT_EQ(offered({"tool", ""}), "user key -h --help\n");
  EXPECT_EQ(offered({"tool", "u"}), "user\n");
  EXPECT_EQ(offered({"tool", "user", ""}), "list -h --help\n");
  EXPECT_EQ(offered({"tool", "user", "list", "--"}), "--help --kind --file --name --whose\n")
      << "what is inherited comes last";
  EXPECT_EQ(offered({"tool", "user", "list", "--name", "user", "--k"}), "--kind\n")
      << "what an option takes is no command";
}

TEST_F(in_bash, values_are_offered_where_they_are_few) {
  EXPECT_EQ(offered({"tool", "user", "list", "--kind", ""}), "web spa\n");
  EXPECT_EQ(offered({"tool", "user", "list", "--kind", "s"}), "spa\n");
  EXPECT_EQ(offered({"tool", "user", "list", "--name", ""}), "\n");
  const auto file = folder.path().string() + "/comp";
  EXPECT_EQ(offered({"tool", "user", "list", "--file", file}), file + "letion\n");
  EXPECT_EQ(offered({"tool", "user", "list", "--whose", file}), file + "letion\n");
}

TEST_F(in_bash, a_file_with_a_space_in_its_name_is_one) {
  const auto file = (folder.path() / "two words").string();
  test::write_file(file, {});
  const std::vector<std::string> words{"tool", "user", "list", "--file",
                                       folder.path().string() + "/two"};
  EXPECT_EQ(offered(words), file + '\n');
  EXPECT_EQ(offered(words, "${#COMPREPLY[@]}"), "1\n");
}

TEST(completion_scripts, quote_whatever_a_help_says) {
  const auto zsh = zsh_completion(tool());
  EXPECT_NE(zsh.find("'--kind:It'\\''s one:of'"), std::string::npos) << zsh;
  EXPECT_NE(zsh.find("compadd -- 'web' 'spa'"), std::string::npos);
  EXPECT_NE(zsh.find("'user:The people'"), std::string::npos);
  const auto fish = fish_completion(tool());
  EXPECT_NE(fish.find("-l kind -x -a 'web spa' -d 'It\\'s one:of'"), std::string::npos) << fish;
  EXPECT_NE(fish.find("-n '__tool_at tool user' -a 'list' -d 'Shows all'"), std::string::npos);
  EXPECT_NE(fish.find("-l file -r -F"), std::string::npos);
  EXPECT_NE(fish.find("-s h -l help"), std::string::npos);
}

TEST(completion_scripts, offer_what_is_inherited_with_its_files) {
  const auto zsh = zsh_completion(tool());
  EXPECT_NE(zsh.find("'--whose:Whose'"), std::string::npos) << zsh;
  EXPECT_NE(zsh.find("'tool user list --whose') _files; return"), std::string::npos) << zsh;
  const auto fish = fish_completion(tool());
  EXPECT_NE(fish.find("-n '__tool_at tool user list' -l whose -r -F -d 'Whose'"), std::string::npos)
      << fish;
}

/// That a shell, where there is one, reads what is written for it.
void expect_read_by(const std::string& shell, const std::string& script) {
  if (!std::filesystem::exists(shell)) GTEST_SKIP() << "there is no " << shell;
  const test::temporary_directory folder;
  const auto file = folder.path() / "script";
  test::write_file(file, as_bytes(script));
  test::program read({shell, "-n", file.string()});
  EXPECT_EQ(read.wait(), 0) << shell << ": " << read.output();
}

TEST(completion_scripts, are_read_by_bash) {
  expect_read_by("/usr/bin/bash", bash_completion(tool()));
}

TEST(completion_scripts, are_read_by_zsh) {
  expect_read_by("/usr/bin/zsh", zsh_completion(tool()));
}

TEST(completion_scripts, are_read_by_fish) {
  expect_read_by("/usr/bin/fish", fish_completion(tool()));
}

}
}
