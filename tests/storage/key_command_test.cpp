// SPDX-License-Identifier: Apache-2.0
#include "storage/key_command.hpp"

#include "tests/support/files.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

using namespace std::chrono_literals;
using test::refusal_text;
using testing::HasSubstr;

constexpr auto patience = 20s;

std::string output_of(const std::vector<std::string>& argv) {
  const auto output = run_key_command(argv, patience);
  return std::string{as_text(output.reveal())};
}

std::string refusal_of(const std::string& script, std::chrono::milliseconds deadline = patience) {
  return refusal_text([&] { run_key_command({"/bin/sh", "-c", script}, deadline); });
}

TEST(key_command, gives_what_the_program_prints) {
  EXPECT_EQ(output_of({"/bin/echo", "-n", "a key"}), "a key");
  EXPECT_EQ(output_of({"/bin/sh", "-c", "printf one; printf two"}), "onetwo");
}

TEST(key_command, no_shell_reads_the_arguments) {
  EXPECT_EQ(output_of({"/bin/echo", "-n", "$HOME; `id` *"}), "$HOME; `id` *");
}

TEST(key_command, the_program_has_our_environment_and_no_input) {
  ::setenv("MUNIMENT_TEST_VAULT", "here", 1);
  EXPECT_EQ(output_of({"/bin/sh", "-c", "cat; printf %s \"$MUNIMENT_TEST_VAULT\""}), "here");
  ::unsetenv("MUNIMENT_TEST_VAULT");
}

TEST(key_command, no_other_descriptor_reaches_it) {
  const int leak = ::open("/dev/null", O_RDONLY); // Without O_CLOEXEC, on purpose.
  ASSERT_GE(leak, 3);
  EXPECT_EQ(
      output_of({"/bin/sh", "-c",
                 "test -e /proc/self/fd/" + std::to_string(leak) + " && echo leaked || true"}),
      "");
  ::close(leak);
}

TEST(key_command, failures_are_told_apart) {
  EXPECT_THAT(refusal_of("printf secret; exit 3"),
              testing::AllOf(HasSubstr("ended with status 3"), testing::Not(HasSubstr("printf"))));
  EXPECT_THAT(refusal_of("kill -9 $$"), HasSubstr("status 137"));
  EXPECT_THAT(refusal_text([] { run_key_command({"/no/such/program"}, patience); }),
              HasSubstr("cannot be run: No such file"));
  EXPECT_THAT(refusal_text([] { run_key_command({}, patience); }), HasSubstr("has no name"));
}

TEST(key_command, endless_output_is_cut) {
  EXPECT_THAT(refusal_of("exec cat /dev/zero"), HasSubstr("printed more than a key"));
  EXPECT_EQ(output_of({"/usr/bin/head", "-c", "256", "/dev/zero"}).size(), max_key_command_output);
  EXPECT_THAT(refusal_of("head -c 257 /dev/zero"), HasSubstr("printed more than a key"));
}

TEST(key_command, a_program_over_the_deadline_is_killed_with_its_children) {
  test::temporary_directory folder;
  const auto file = (folder.path() / "child").string();
  const auto script = "sleep 1000 & echo $! > " + file + "; wait";
  EXPECT_THAT(refusal_of(script, 500ms), HasSubstr("did not end in time"));
  const auto written = test::read_file(file);
  ASSERT_TRUE(written);
  const auto child = std::stoi(std::string{as_text(*written)});
  // Killed with its group; init reaps it, so wait for that and not for a time.
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::kill(child, 0) == 0 && std::chrono::steady_clock::now() < end) {
    const auto state = test::read_file("/proc/" + std::to_string(child) + "/stat");
    if (!state || as_text(*state).find(") Z") != std::string_view::npos) return;
  }
  EXPECT_NE(::kill(child, 0), 0);
}

TEST(key_command, closing_the_output_is_not_ending) {
  EXPECT_THAT(refusal_of("exec >/dev/null; sleep 1000", 300ms), HasSubstr("did not end in time"));
}

}
}
