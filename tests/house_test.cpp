// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rules.hpp"
#include "tests/support/places.hpp"

#include <gtest/gtest.h>

#include <map>

namespace muniment::house {
namespace {

using rule = violations (*)(const sources&);

const std::map<std::string, rule> rules{
    {"arrows", arrows},
    {"purity", purity},
    {"mirrored_tests", mirrored_tests},
    {"tested_units", tested_units},
    {"licence_lines", licence_lines},
    {"room_readmes", room_readmes},
    {"foreign_includes", foreign_includes},
    {"long_files", long_files},
    {"actor_interfaces", actor_interfaces},
    {"catalogued", catalogued},
    {"banned_words", banned_words},
};

const std::filesystem::path root = test::source_directory();

const sources& house() {
  static const auto files = read_sources(root);
  return files;
}

class house_rule : public testing::TestWithParam<std::string> {};

TEST_P(house_rule, holds) {
  static const auto exceptions = read_exceptions(root / "tests/house/exceptions.txt");
  ASSERT_GT(house().size(), 30U);
  for (const auto& [path, what] : unexcused(GetParam(), rules.at(GetParam())(house()), exceptions))
    ADD_FAILURE() << path << " " << what;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& [name, each] : rules)
    all.push_back(name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(all, house_rule, testing::ValuesIn(names()),
                         [](const auto& each) { return each.param; });

std::vector<std::string> broken_by(rule check, const sources& files) {
  std::vector<std::string> paths;
  for (const auto& each : check(files))
    paths.push_back(each.path);
  return paths;
}

using paths = std::vector<std::string>;

TEST(house_rules, arrows_see_an_include_that_points_up_or_sideways) {
  EXPECT_EQ(broken_by(arrows, {{"crypto/a.cpp", "#include \"events/uuid.hpp\"\n"},
                               {"events/b.hpp", "#include \"crypto/seal.hpp\"\n"},
                               {"actors/c.hpp", "#include \"projections/users.hpp\"\n"},
                               {"actors/d.hpp", "#  include \"actors/runtime/hub.hpp\"\n"},
                               {"storage/e.cpp", "#include \"actors/messages.hpp\"\n"},
                               {"projections/runtime/f.cpp", "#include \"actors/messages.hpp\"\n"},
                               {"http/g.cpp", "#include \"tests/support/postgres.hpp\"\n"},
                               {"ops/cli/h.cpp", "#include \"http/server/slug.hpp\"\n"}}),
            (paths{"crypto/a.cpp", "actors/c.hpp", "actors/d.hpp", "storage/e.cpp", "http/g.cpp"}));
}

TEST(house_rules, interfaces_of_actors_are_seen_elsewhere_than_in_messages) {
  const std::string text = "using a_actor = caf::typed_actor<\n    caf::reacts_to<int>>;\n";
  EXPECT_EQ(broken_by(actor_interfaces, {{"actors/messages.hpp", text},
                                         {"actors/runtime/a.hpp", text},
                                         {"http/node/b.hpp", "caf::typed_actor<int>* known;\n"}}),
            (paths{"actors/runtime/a.hpp"}));
}

TEST(house_rules, purity_sees_actors_databases_networks_and_clocks) {
  EXPECT_EQ(
      broken_by(purity, {{"actors/a.cpp", "#include <caf/all.hpp>\n"},
                         {"actors/runtime/a.cpp", "#include <caf/all.hpp>\n"},
                         {"events/b.hpp", "#include <pqxx/pqxx>\n"},
                         {"projections/c.cpp", "auto t = std::chrono::system_clock::now();\n"},
                         {"crypto/d.cpp", "#include <libpq-fe.h>\n"},
                         {"crypto/e.cpp", "#include <boost/asio.hpp>\n"},
                         {"crypto/f.cpp", "#include <boost/json.hpp>\n"},
                         {"storage/g.cpp", "#include <pqxx/pqxx>\n"}}),
      (paths{"actors/a.cpp", "events/b.hpp", "projections/c.cpp", "crypto/d.cpp", "crypto/e.cpp"}));
}

TEST(house_rules, mirrored_tests_see_a_test_of_nothing) {
  EXPECT_EQ(broken_by(mirrored_tests, {{"crypto/seal.cpp", ""},
                                       {"tests/crypto/seal_test.cpp", ""},
                                       {"tests/crypto/moved_test.cpp", ""},
                                       {"tests/house_test.cpp", ""}}),
            (paths{"tests/crypto/moved_test.cpp"}));
}

TEST(house_rules, tested_units_see_a_pure_unit_without_test) {
  EXPECT_EQ(broken_by(tested_units, {{"crypto/seal.cpp", ""},
                                     {"tests/crypto/seal_test.cpp", ""},
                                     {"events/codec/json.cpp", ""},
                                     {"actors/runtime/hub.cpp", ""},
                                     {"storage/pool.cpp", ""}}),
            (paths{"events/codec/json.cpp"}));
}

TEST(house_rules, licence_lines_see_what_lacks_one) {
  EXPECT_EQ(broken_by(licence_lines,
                      {{"crypto/a.hpp", "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n"},
                       {"crypto/b.hpp", "#pragma once\n"},
                       {"crypto/c.hpp", ""},
                       {"storage/schema/head.sql", "CREATE TABLE head ();\n"},
                       {"ops/d", "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"},
                       {"ops/e", "#!/bin/sh\nset -eu\n"},
                       {"ops/README.md", "# ops\n"}}),
            (paths{"crypto/b.hpp", "crypto/c.hpp", "storage/schema/head.sql", "ops/e"}));
}

TEST(house_rules, room_readmes_see_a_missing_and_a_short_one) {
  sources files;
  for (const std::string room : {"crypto", "events", "actors", "projections", "http", "ops"})
    files.push_back({room + "/README.md", "1\n2\n3\n4\n5\n"});
  files.back().text = "1\n2\n";
  EXPECT_EQ(broken_by(room_readmes, files), (paths{"storage/README.md", "ops/README.md"}));
}

TEST(house_rules, foreign_includes_see_a_library_that_the_readme_does_not_allow) {
  EXPECT_EQ(foreign_includes({{"storage/README.md",
                               "Belongs here: CAF.\nMay include: crypto/,\nlibpqxx, Boost.JSON.\n"},
                              {"storage/a.cpp",
                               "#include <pqxx/pqxx>\n#include <vector>\n#include <sys/stat.h>\n"
                               "#include \"crypto/seal.hpp\"\n#include <boost/json/value.hpp>\n"},
                              {"storage/b.cpp", "#include <libpq-fe.h>\n#include <boost/asio.hpp>\n"
                                                "#include <caf/all.hpp>\n#include <zlib.h>\n"},
                              {"storage/c.hpp", "#include <caf/atom.hpp>\n"},
                              {"tests/storage/a_test.cpp", "#include <CLI/CLI.hpp>\n"},
                              {"http/d.cpp", "#include <openssl/evp.h>\n"}}),
            (violations{{"storage/README.md", "allows no libpq for storage/b.cpp"},
                        {"storage/README.md", "allows no Boost.asio for storage/b.cpp"},
                        {"storage/README.md", "allows no CAF for storage/b.cpp"},
                        {"storage/README.md", "allows no zlib.h for storage/b.cpp"},
                        {"http/README.md", "allows no OpenSSL for http/d.cpp"}}));
}

TEST(house_rules, long_files_see_line_401) {
  std::string text;
  for (int line = 0; line < 400; ++line)
    text += "\n";
  EXPECT_EQ(broken_by(long_files, {{"http/a.cpp", text}, {"http/b.cpp", text + "\n"}}),
            (paths{"http/b.cpp"}));
}

TEST(house_rules, catalogued_sees_an_event_a_noun_and_a_category_that_were_left_out) {
  const auto header = [](const std::string& type) {
    return "  static constexpr std::string_view type = \"" + type + "\";\n";
  };
  const sources whole{
      {"events/key.hpp", header("key.made") + header("key.used")},
      {"events/role.hpp", header("role.granted")},
      {"events/upcast/key_v1.hpp", header("key.forged")},
      {"events/catalogue.cpp", "    category_entry{1, key::category, table::facts, {}},\n"
                               "    category_entry{2, role::category, table::facts, {}},\n"
                               "    entry<key::made<stored>>(1),\n"
                               "    entry<key::used>(2),\n"
                               "    entry<role::granted>(3),\n"},
      {"actors/commands.hpp", "using nouns =\n    mp_list<key::noun,\n            role::noun>;\n"}};
  EXPECT_EQ(catalogued(whole), violations{});
  auto forgotten = whole;
  forgotten.push_back({"events/gone.hpp", header("gone.by")});
  forgotten[3].text = "    category_entry{1, key::category, table::facts, {}},\n"
                      "    category_entry{2, lost::category, table::facts, {}},\n"
                      "    entry<key::made<stored>>(1),\n"
                      "    // entry<key::used>(2),\n"
                      "    entry<key::lost>(4),\n"
                      "    entry<gone::by>(5),\n";
  EXPECT_EQ(catalogued(forgotten),
            (violations{
                {"events/key.hpp", "key::used is not in events/catalogue.cpp"},
                {"events/role.hpp", "role::granted is not in events/catalogue.cpp"},
                {"events/catalogue.cpp", "gone::by has no category"},
                {"events/catalogue.cpp", "key::lost is not what a header of a noun calls its type"},
                {"actors/commands.hpp", "role has no category in events/catalogue.cpp"},
                {"events/catalogue.cpp", "lost is no noun of actors/commands.hpp"}}));
}

TEST(house_rules, banned_words_see_unfinished_business_and_sleeping_tests) {
  const std::string unfinished = std::string("// TO") + "DO later\n";
  const std::string sleeping = std::string("std::this_thread::sleep") + "_for(1s);\n";
  EXPECT_EQ(broken_by(banned_words, {{"http/a.cpp", unfinished},
                                     {"tests/storage/b_test.cpp", sleeping},
                                     {"storage/b.cpp", sleeping}}),
            (paths{"http/a.cpp", "tests/storage/b_test.cpp"}));
}

TEST(house_rules, an_exception_excuses_only_its_rule_and_must_be_needed_and_reasoned) {
  const violations found{{"a.cpp", "x"}, {"b.cpp", "x"}};
  EXPECT_EQ(unexcused("long_files", found, {{"long_files", "a.cpp", "a table"}}),
            (violations{{"b.cpp", "x"}}));
  EXPECT_EQ(unexcused("long_files", found, {{"arrows", "a.cpp", "a table"}}), found);
  EXPECT_EQ(unexcused("long_files", {}, {{"long_files", "a.cpp", "a table"}}).size(), 1U);
  EXPECT_EQ(unexcused("long_files", {{"a.cpp", "x"}}, {{"long_files", "a.cpp", ""}}).size(), 1U);
}

}
}
