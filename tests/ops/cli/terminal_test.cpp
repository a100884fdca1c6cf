// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/terminal.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace muniment::cli {
namespace {

TEST(terminal, breaks_lines_at_spaces_and_indents_what_goes_on) {
  EXPECT_EQ(wrapped("one two three four five", 4, 24), "one two three four\n    five");
  EXPECT_EQ(wrapped("one two", 0, 20), "one two");
  EXPECT_EQ(wrapped("a-word-that-is-longer-than-a-line b", 0, 20),
            "a-word-that-is-longer-than-a-line\nb");
  EXPECT_EQ(wrapped("äöü äöü äöü äöü äöü", 0, 20), "äöü äöü äöü äöü äöü") << "characters count";
}

TEST(terminal, counts_columns_and_not_characters) {
  EXPECT_EQ(length_of("Žofie…"), 6U);
  EXPECT_EQ(length_of("山田太郎"), 8U);
  EXPECT_EQ(length_of("e\xCC\x81"), 1U) << "an e, and the accent on it";
  EXPECT_EQ(length_of("\xFF\xE5\xB1"), 3U) << "each octet that is no UTF-8";
  EXPECT_EQ(wrapped("山田 太郎 山田 太郎", 0, 20), "山田 太郎 山田 太郎");
  EXPECT_EQ(wrapped("山田 太郎 山田 太郎 a", 0, 20), "山田 太郎 山田 太郎\na");
}

TEST(terminal, begins_a_text_with_as_much_as_fits) {
  EXPECT_EQ(beginning_of("山田太郎", 5), "山田") << "half a character is none";
  EXPECT_EQ(beginning_of("e\xCC\x81t\xC3\xA9", 1), "e\xCC\x81") << "with its accent";
  EXPECT_EQ(beginning_of("abc", 7), "abc");
  EXPECT_EQ(beginning_of("abc", 0), "");
}

TEST(terminal, breaks_nothing_without_a_width_or_room) {
  EXPECT_EQ(wrapped("one two three four five six", 0, 0), "one two three four five six");
  EXPECT_EQ(wrapped("one two three four five six", 30, 40), "one two three four five six");
}

TEST(terminal, is_painted_between_two_sequences) {
  EXPECT_EQ(painted("ok", colour::green), "\033[32mok\033[0m");
  EXPECT_EQ(painted("ok", colour::plain), "ok");
}

/// A terminal of our own.
class pseudo_terminal {
public:
  pseudo_terminal() : file_{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {}
  ~pseudo_terminal() { ::close(file_); }
  int file() const { return file_; }

private:
  int file_;
};

TEST(terminal, takes_colour_unless_it_is_refused) {
  const pseudo_terminal here;
  ::setenv("TERM", "xterm", 1);
  ::unsetenv("NO_COLOR");
  EXPECT_TRUE(takes_colour(here.file()));
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(takes_colour(here.file()));
  ::setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(takes_colour(here.file()));
  ::setenv("TERM", "dumb", 1);
  EXPECT_FALSE(takes_colour(here.file()));
  ::unsetenv("NO_COLOR");
  ::unsetenv("TERM");
}

TEST(terminal, is_not_a_file_or_a_pipe) {
  const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_EQ(terminal_width(nothing), 0U);
  EXPECT_FALSE(takes_colour(nothing));
  ::close(nothing);
}

}
}
