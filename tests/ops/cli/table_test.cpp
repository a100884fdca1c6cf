// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/table.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <sstream>

namespace muniment::cli {
namespace {

namespace json = boost::json;

const std::vector<json::object> people{
    {{"id", 1}, {"name", "Ada"}, {"actor", {{"kind", "user"}}}, {"tags", {"a", "b"}}},
    {{"id", 20}, {"name", nullptr}, {"actor", nullptr}},
};

/// A table of one page.
std::string whole_table(const std::vector<column>& columns, const std::vector<json::object>& items,
                        std::size_t width, bool paint = false) {
  std::vector<std::size_t> widths;
  return render_table(columns, items, widths, width, paint);
}

TEST(table, stands_in_columns) {
  EXPECT_EQ(whole_table({{"ID", "id"}, {"NAME", "name"}, {"KIND", "actor.kind"}, {"TAGS", "tags"}},
                        people, 0),
            "ID  NAME  KIND  TAGS\n"
            "1   Ada   user  a, b\n"
            "20\n");
}

TEST(table, fits_the_terminal) {
  const std::vector<json::object> items{{{"id", 1}, {"text", "0123456789"}}};
  EXPECT_EQ(whole_table({{"ID", "id"}, {"TEXT", "text"}}, items, 10), "ID  TEXT\n1   01234…\n");
  EXPECT_EQ(whole_table({{"ID", "id"}, {"TEXT", "text"}}, items, 14), "ID  TEXT\n1   0123456789\n");
}

TEST(table, goes_on_in_its_columns_and_widens_them_for_what_comes_later) {
  const std::vector<column> columns{{"ID", "id"}, {"NAME", "name"}};
  std::vector<std::size_t> widths;
  const auto page = [&](int id, const char* name, std::size_t width = 0) {
    return render_table(columns, {{{"id", id}, {"name", name}}}, widths, width, true);
  };
  EXPECT_EQ(page(1, "Adam"), "\033[1mID  NAME\033[0m\n1   Adam\n");
  EXPECT_EQ(page(2, "Bo"), "2   Bo\n") << "headings stand once";
  EXPECT_EQ(page(30000, "Cy"), "30000  Cy\n");
  EXPECT_EQ(page(4, "Di"), "4      Di\n");
  EXPECT_EQ(page(5, "0123456789", 14), "5      012345…\n") << "and fits the terminal";
}

TEST(table, is_shown_a_page_at_a_time) {
  std::ostringstream output;
  auto* const screen = std::cout.rdbuf(output.rdbuf());
  listing shown{false, {{"ID", "id"}}};
  std::size_t most_held = 0;
  for (std::size_t id = 1; id <= 1000; ++id) {
    shown.add({{"id", id}});
    const auto text = output.str();
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    most_held = std::max(most_held, id - std::max<std::size_t>(lines, 1) + 1);
  }
  shown.add({{"id", 1001}});
  shown.finish();
  std::cout.rdbuf(screen);
  EXPECT_LE(most_held, 200U);
  EXPECT_TRUE(output.str().starts_with("ID\n1\n2\n"));
  EXPECT_TRUE(output.str().ends_with("\n1000\n1001\n"));
  EXPECT_EQ(std::ranges::count(output.str(), '\n'), 1002);
}

TEST(table, narrows_the_widest_columns_first) {
  const std::vector<json::object> items{
      {{"id", "0123456789"}, {"kind", "user"}, {"at", "01234567"}}};
  const std::vector<column> columns{{"ID", "id"}, {"KIND", "kind"}, {"AT", "at"}};
  EXPECT_EQ(whole_table(columns, items, 26), "ID          KIND  AT\n0123456789  user  01234567\n");
  EXPECT_EQ(whole_table(columns, items, 24), "ID        KIND  AT\n0123456…  user  01234567\n");
  EXPECT_EQ(whole_table(columns, items, 23), "ID        KIND  AT\n0123456…  user  012345…\n");
  EXPECT_EQ(whole_table(columns, items, 9), "ID      …\n01234…  …\n") << "cut when all is narrow";
}

TEST(table, paints_its_headings_only) {
  EXPECT_EQ(whole_table({{"ID", "id"}}, {{{"id", 1}}}, 0, true), "\033[1mID\033[0m\n1\n");
  EXPECT_EQ(render_thing({{"id", 1}, {"name", "a"}}, 0, true),
            "\033[1mid\033[0m    1\n\033[1mname\033[0m  a\n");
}

TEST(table, shows_rows_one_by_one_in_columns_of_usual_width) {
  const std::vector<column> columns{{"ID", "id", 4}, {"NAME", "name", 6}, {"AT", "at"}};
  EXPECT_EQ(render_row(columns, nullptr, 0), "ID    NAME    AT\n");
  const json::object item{{"id", 1}, {"name", "Ada"}, {"at", "x"}};
  EXPECT_EQ(render_row(columns, &item, 0), "1     Ada     x\n");
  const json::object longer{{"id", 1}, {"name", "Adamantine"}, {"at", "x"}};
  EXPECT_EQ(render_row(columns, &longer, 0), "1     Adamantine  x\n") << "whole in a file";
  EXPECT_EQ(render_row(columns, &longer, 40), "1     Adama…  x\n") << "in its place on a terminal";
  EXPECT_EQ(render_row(columns, nullptr, 0, true), "\033[1mID    NAME    AT\033[0m\n");
}

TEST(table, goes_on_below_where_one_thing_has_a_long_value) {
  const json::object thing{{"name", "one two three four five six"}};
  EXPECT_EQ(render_thing(thing, 26), "name  one two three four\n      five six\n");
  EXPECT_EQ(render_thing(thing, 0), "name  one two three four five six\n");
}

TEST(table, counts_characters_and_not_octets) {
  const std::vector<json::object> items{{{"name", "Žofie"}, {"id", 1}},
                                        {{"name", "Adam"}, {"id", 2}}};
  EXPECT_EQ(whole_table({{"NAME", "name"}, {"ID", "id"}}, items, 0),
            "NAME   ID\nŽofie  1\nAdam   2\n");
  EXPECT_EQ(whole_table({{"N", "name"}}, {{{"name", "Žžžž"}}}, 3), "N\nŽž…\n");
}

TEST(table, keeps_its_columns_beside_wide_characters_and_marks) {
  const std::vector<json::object> items{{{"name", "山田太郎"}, {"id", 1}},
                                        {{"name", "Ame\xCC\x81lie"}, {"id", 2}}};
  EXPECT_EQ(whole_table({{"NAME", "name"}, {"ID", "id"}}, items, 0),
            "NAME      ID\n山田太郎  1\nAme\xCC\x81lie    2\n");
  EXPECT_EQ(whole_table({{"NAME", "name"}, {"ID", "id"}}, items, 11),
            "NAME     ID\n山田太…  1\nAme\xCC\x81lie   2\n");
  EXPECT_EQ(whole_table({{"NAME", "name"}, {"ID", "id"}}, items, 10),
            "NAME    ID\n山田…   1\nAme\xCC\x81lie  2\n");
}

TEST(table, sends_no_control_character_of_somebody_to_the_terminal) {
  EXPECT_EQ(readable(json::value("a\x1b[31mb\nc\x7f")), "a [31mb c ");
  EXPECT_EQ(readable(json::value("a\xC2\x9b"
                                 "31m")),
            "a 31m")
      << "CSI in one character";
  EXPECT_EQ(readable(json::value("a\xE2\x80\xAE"
                                 "b\xE2\x81\xA6"
                                 "c")),
            "a b c");
  EXPECT_EQ(readable(json::value("a\xE2\x80\x8E"
                                 "b\xE2\x80\x8F"
                                 "c\xD8\x9C"
                                 "d")),
            "a b c d");
  EXPECT_EQ(readable(json::value("\xC2\xA0\xE2\x80\xA6Ž")), "\xC2\xA0\xE2\x80\xA6Ž");
}

TEST(table, shows_one_thing_line_by_line_without_what_is_empty) {
  EXPECT_EQ(render_thing({{"id", 1}, {"name", nullptr}, {"scopes", {"a", "b"}}, {"on", true}}),
            "id      1\nscopes  a, b\non      true\n");
}

}
}
