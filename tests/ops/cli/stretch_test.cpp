// SPDX-License-Identifier: Apache-2.0
// `audit` and `events show`, as a person uses them, over a journal of many pages.
#include "ops/cli/stretch.hpp"

#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <csignal>

namespace muniment::cli {
namespace {

namespace json = boost::json;

constexpr int page = 200;

class a_stretch_of_the_journal : public test::scripted_server {
protected:
  static std::string path_of(const std::string& command) {
    return command.starts_with("audit") ? "GET /admin/audit" : "GET /admin/events";
  }

  /// The server has the events up to this position, and then nothing more.
  void has(const std::string& command, int events) {
    forget(path_of(command));
    for (int first = 1; first <= events; first += page) {
      const int last = std::min(events, first + page - 1);
      json::array items;
      for (int position = first; position <= last; ++position)
        items.push_back({{"position", position}, {"type", "user.disabled"}});
      answers(path_of(command), 200,
              json::serialize(json::object{{"items", items}, {"next", std::to_string(last)}}));
    }
    answers(path_of(command), 200, R"({"items":[]})");
  }

  std::vector<std::string> words(const std::string& command) const {
    return {"/bin/sh", "-c",
            "exec " + test::muniment_binary() + ' ' + command + " -w acme --credential " + file()};
  }
  /// What a command says, on standard output and standard error.
  std::string said(const std::string& command) const {
    test::program run(words(command));
    EXPECT_EQ(run.wait(), 0) << command << ' ' << run.output();
    return run.output();
  }
};

TEST_F(a_stretch_of_the_journal, is_all_of_it_if_no_limit_is_named) {
  for (const auto* command : {"audit", "audit --json", "events show"}) {
    has(command, 1100);
    const auto all = said(command);
    const int headings = all.starts_with("POSITION") ? 1 : 0;
    EXPECT_EQ(std::ranges::count(all, '\n'), 1100 + headings) << command;
    EXPECT_NE(all.find("1100"), std::string::npos) << command;
    EXPECT_EQ(all.find("muniment:"), std::string::npos) << command;
    EXPECT_EQ(queries(path_of(command)).back(), "limit=200&after=1100") << command;
  }
}

TEST_F(a_stretch_of_the_journal, says_where_to_go_on_if_its_limit_ends_it) {
  for (const auto* command : {"audit --json", "events show"})
    for (const auto* limit : {"1", "200", "300"}) {
      has(command, 500);
      const auto some = said(std::string{command} + " --limit " + limit);
      const auto told = "muniment: stopped at --limit " + std::string{limit} + "; --after " +
                        limit + " goes on from there\n";
      EXPECT_NE(some.find(told), std::string::npos) << command << ' ' << some;
      EXPECT_EQ(std::ranges::count(some, '\n'), std::stoi(limit) + 1) << command;
    }
}

TEST_F(a_stretch_of_the_journal, says_nothing_if_its_limit_is_all_there_is) {
  for (const auto* command : {"audit --json", "events show"}) {
    has(command, 400);
    const auto all = said(std::string{command} + " --limit 400");
    EXPECT_EQ(std::ranges::count(all, '\n'), 400) << command;
  }
}

TEST_F(a_stretch_of_the_journal, begins_behind_a_position) {
  for (const auto* command : {"audit", "events show"}) {
    has(command, 0);
    said(std::string{command} + " --after 300");
    EXPECT_NE(queries(path_of(command)).front().find("after=300"), std::string::npos) << command;
  }
}

TEST_F(a_stretch_of_the_journal, does_not_search_everything_for_what_is_behind_its_limit) {
  answers("GET /admin/audit", 200, R"({"items":[{"position":7}],"next":"25000"})");
  answers("GET /admin/audit", 200, R"({"items":[],"next":"50000"})");
  EXPECT_NE(said("audit --limit 1").find("--after 7 goes on"), std::string::npos);
  EXPECT_EQ(count("GET /admin/audit"), 2);
}

TEST_F(a_stretch_of_the_journal, is_followed_from_a_position_on) {
  answers("GET /admin/audit", 200, R"({"items":[{"position":8}],"seen_until":8})");
  answers("GET /admin/audit", 200, R"({"items":[],"seen_until":9})");
  test::program follow(words("audit --follow --json --after 7"));
  ASSERT_TRUE(follow.says("{\"position\":8}")) << follow.output();
  follow.send(SIGINT);
  EXPECT_EQ(follow.wait(), 0);
  EXPECT_NE(queries("GET /admin/audit").front().find("after=7"), std::string::npos);
}

}
}
