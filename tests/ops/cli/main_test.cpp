// SPDX-License-Identifier: Apache-2.0
#include "tests/support/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace muniment::cli {
namespace {

using test::program;

TEST(command_line, tells_its_version_and_how_to_begin) {
  program version({test::muniment_binary(), "--version"});
  EXPECT_EQ(version.wait(), 0);
  EXPECT_EQ(version.output().rfind("muniment ", 0), 0U) << version.output();
  program help({test::muniment_binary(), "--help"});
  EXPECT_EQ(help.wait(), 0);
  EXPECT_NE(help.output().find("Start here:"), std::string::npos) << help.output();
}

TEST(command_line, output_that_cannot_be_written_is_a_failure_of_one_line) {
  program full({"/bin/sh", "-c", "exec " + test::muniment_binary() + " --help >/dev/full"});
  EXPECT_EQ(full.wait(), 1);
  EXPECT_EQ(full.output().rfind("muniment: standard output cannot be written\n  hint: ", 0), 0U)
      << full.output();
  EXPECT_EQ(std::ranges::count(full.output(), '\n'), 2) << full.output();
}

/// What bash offers for the last of these words, from what the program itself writes.
std::string offered(const std::string& words, int last) {
  program bash({"/usr/bin/bash", "--norc", "-uc",
                "source <(" + test::muniment_binary() + " completion bash); COMP_WORDS=(" + words +
                    "); COMP_CWORD=" + std::to_string(last) +
                    "; _muniment; echo \"${COMPREPLY[@]}\""});
  EXPECT_EQ(bash.wait(), 0) << bash.output();
  return bash.output();
}

TEST(command_line, is_completed_from_its_own_description) {
  EXPECT_EQ(offered("muniment wo", 1), "workspace\n");
  EXPECT_EQ(offered("muniment user set", 2), "set-password\n");
  EXPECT_EQ(offered("muniment user un", 2), "unlock\n");
  EXPECT_EQ(offered("muniment client create --type ''", 4), "web spa native service\n");
  EXPECT_EQ(offered("muniment audit --fo", 2), "--follow\n");
  EXPECT_EQ(offered("muniment user list --cr", 3), "--credential\n") << "an option of the group";
  EXPECT_EQ(offered("muniment user list --credential /dev/nul", 4), "/dev/null\n");
  EXPECT_EQ(offered("muniment serve --tls-key-file /dev/nul", 3), "/dev/null\n");
  EXPECT_EQ(offered("muniment serve --key-store-directory /dev/nul", 3), "/dev/null\n");
  for (const auto* shell : {"zsh", "fish"}) {
    program written({test::muniment_binary(), "completion", shell});
    EXPECT_EQ(written.wait(), 0);
    EXPECT_NE(written.output().find("set-password"), std::string::npos) << shell;
  }
  EXPECT_EQ(program({test::muniment_binary(), "completion", "csh"}).wait(), 2);
}

TEST(command_line, writes_its_own_manual_page) {
  program page({test::muniment_binary(), "man"});
  EXPECT_EQ(page.wait(), 0);
  EXPECT_NE(page.output().find(".SS muniment user set\\-password user [OPTIONS]\n"),
            std::string::npos);
  for (const auto* example :
       {" \\e\n             \\-\\-base\\-domain id.example.com \\-\\-make\\-keys",
        ".EX\nmuniment doctor \\-\\-config /etc/muniment/muniment.toml"})
    EXPECT_NE(page.output().find(std::string{example} + "\n.EE\n"), std::string::npos)
        << "it can be copied whole: " << example;
}

TEST(command_line, writes_a_manual_page_that_groff_reads) {
  if (!std::filesystem::exists("/usr/bin/groff")) GTEST_SKIP() << "there is no /usr/bin/groff";
  program rendered({"/usr/bin/bash", "-c",
                    test::muniment_binary() + " man | groff -man -Tutf8 -ww -P-cbou 2>&1"});
  EXPECT_EQ(rendered.wait(), 0);
  EXPECT_NE(rendered.output().find("muniment user set-password user [OPTIONS]"), std::string::npos);
  EXPECT_EQ(rendered.output().find(": warning: "), std::string::npos) << rendered.output();
}

TEST(command_line, wrong_usage_is_one_line_a_hint_and_status_2) {
  for (const auto* wrong : {"--nonsense", "nonsense"}) {
    program muniment({test::muniment_binary(), wrong});
    EXPECT_EQ(muniment.wait(), 2) << wrong;
    EXPECT_NE(muniment.output().find("\n  hint: muniment --help\n"), std::string::npos)
        << muniment.output();
  }
  EXPECT_EQ(program({test::muniment_binary()}).wait(), 2);
  program misspelt({test::muniment_binary(), "upp"});
  misspelt.wait();
  EXPECT_EQ(misspelt.output().rfind("muniment: there is no command 'upp'\n", 0), 0U);
}

/// With which status the program ends that has nobody to ask.
int status_without_credential(std::vector<std::string> words) {
  words.insert(words.begin(), test::muniment_binary());
  words.insert(words.end(), {"-w", "acme", "--credential", "/none"});
  return program(words).wait();
}

TEST(command_line, values_that_no_server_takes_are_wrong_usage) {
  for (const auto* algorithm : {"HS256", "es256", ""})
    EXPECT_EQ(status_without_credential({"key", "rotate", "--algorithm", algorithm}), 2)
        << algorithm;
  EXPECT_EQ(status_without_credential({"key", "rotate", "--algorithm", "ES256"}), 1);
  for (const auto* moment : {"yesterday", "2026-03-03", "position:1", ""})
    for (const auto* option : {"--from", "--to"})
      EXPECT_EQ(status_without_credential({"audit", option, moment}), 2) << option << moment;
  EXPECT_EQ(status_without_credential({"audit", "--to", "2026-03-03T14:03:00Z"}), 1);
  for (const auto* past : {"yesterday", "position:0", "position:1x", "position:", "1234", ""})
    EXPECT_EQ(status_without_credential({"session", "list", "--as-of", past}), 2) << past;
  for (const auto* past : {"2026-03-03T14:03:00.123456Z", "position:1234"})
    EXPECT_EQ(status_without_credential({"session", "list", "--as-of", past}), 1) << past;
}

TEST(command_line, a_consent_is_named_by_its_id_or_by_both_its_parties) {
  const std::vector<std::vector<std::string>> unclear{{"6f1c1d70", "--user", "ada"},
                                                      {"6f1c1d70", "--client", "shop"},
                                                      {"--user", "ada"},
                                                      {"--client", "shop"},
                                                      {}};
  for (const auto& which : unclear) {
    std::vector<std::string> words{"consent", "revoke"};
    words.insert(words.end(), which.begin(), which.end());
    EXPECT_EQ(status_without_credential(words), 2) << testing::PrintToString(words);
  }
  EXPECT_EQ(status_without_credential({"consent", "revoke", "6f1c1d70"}), 1);
  EXPECT_EQ(status_without_credential({"consent", "revoke", "--user", "ada", "--client", "shop"}),
            1);
}

TEST(command_line, a_moment_that_is_none_is_told_with_a_hint) {
  program wrong({test::muniment_binary(), "audit", "-w", "acme", "--from", "yesterday"});
  EXPECT_EQ(wrong.wait(), 2);
  EXPECT_EQ(wrong.output(),
            "muniment: --from: it is no moment in UTC, such as 2026-03-03T14:03:00Z\n"
            "  hint: muniment audit --help\n");
}

TEST(command_line, help_hides_no_misspelt_command) {
  program misspelt({test::muniment_binary(), "key", "rolle", "--help"});
  EXPECT_EQ(misspelt.wait(), 2);
  EXPECT_EQ(misspelt.output(),
            "muniment: there is no command 'rolle'\n  hint: muniment key --help\n");
  EXPECT_EQ(program({test::muniment_binary(), "key", "roll", "--help"}).wait(), 0);
}

}
}
