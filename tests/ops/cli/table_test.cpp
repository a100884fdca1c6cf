// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/table.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

namespace json = boost::json;

const std::vector<json::object> people{
    {{"id", 1}, {"name", "Ada"}, {"actor", {{"kind", "user"}}}, {"tags", {"a", "b"}}},
    {{"id", 20}, {"name", nullptr}, {"actor", nullptr}},
};

TEST(table, stands_in_columns) {
  EXPECT_EQ(render_table({{"ID", "id"}, {"NAME", "name"}, {"KIND", "actor.kind"}, {"TAGS", "tags"}},
                         people, 0),
            "ID  NAME  KIND  TAGS\n"
            "1   Ada   user  a, b\n"
            "20\n");
}

TEST(table, fits_the_terminal) {
  const std::vector<json::object> items{{{"id", 1}, {"text", "0123456789"}}};
  EXPECT_EQ(render_table({{"ID", "id"}, {"TEXT", "text"}}, items, 10), "ID  TEXT\n1   01234…\n");
  EXPECT_EQ(render_table({{"ID", "id"}, {"TEXT", "text"}}, items, 14),
            "ID  TEXT\n1   0123456789\n");
}

TEST(table, narrows_the_widest_columns_first) {
  const std::vector<json::object> items{
      {{"id", "0123456789"}, {"kind", "user"}, {"at", "01234567"}}};
  const std::vector<column> columns{{"ID", "id"}, {"KIND", "kind"}, {"AT", "at"}};
  EXPECT_EQ(render_table(columns, items, 26), "ID          KIND  AT\n0123456789  user  01234567\n");
  EXPECT_EQ(render_table(columns, items, 24), "ID        KIND  AT\n0123456…  user  01234567\n");
  EXPECT_EQ(render_table(columns, items, 23), "ID        KIND  AT\n0123456…  user  012345…\n");
  EXPECT_EQ(render_table(columns, items, 9), "ID      …\n01234…  …\n") << "cut when all is narrow";
}

TEST(table, paints_its_headings_only) {
  EXPECT_EQ(render_table({{"ID", "id"}}, {{{"id", 1}}}, 0, true), "\033[1mID\033[0m\n1\n");
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
  EXPECT_EQ(render_table({{"NAME", "name"}, {"ID", "id"}}, items, 0),
            "NAME   ID\nŽofie  1\nAdam   2\n");
  EXPECT_EQ(render_table({{"N", "name"}}, {{{"name", "Žžžž"}}}, 3), "N\nŽž…\n");
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
  EXPECT_EQ(readable(json::value("\xC2\xA0\xE2\x80\xA6Ž")), "\xC2\xA0\xE2\x80\xA6Ž");
}

TEST(table, shows_one_thing_line_by_line_without_what_is_empty) {
  EXPECT_EQ(render_thing({{"id", 1}, {"name", nullptr}, {"scopes", {"a", "b"}}, {"on", true}}),
            "id      1\nscopes  a, b\non      true\n");
}

}
}
