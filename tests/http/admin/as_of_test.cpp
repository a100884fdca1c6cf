// SPDX-License-Identifier: Apache-2.0
#include "http/admin/as_of.hpp"

#include "tests/support/browser.hpp"

#include <random>

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;
namespace json = boost::json;

TEST(parse_as_of, reads_moments_and_positions_and_nothing_else) {
  EXPECT_EQ(parse_as_of("position:1234"), as_of_wish{std::uint64_t{1234}});
  EXPECT_EQ(parse_as_of("2026-03-03T14:03:00Z"),
            as_of_wish{*parse_instant("2026-03-03T14:03:00.000000Z")});
  for (const auto* text :
       {"", "1234", "position:", "position:0", "position:-1", "position:+1", "position: 1",
        "position:1 ", "position:0x1", "position:9223372036854775808",
        "position:18446744073709551617", "Position:1", "2026-03-03", "2026-03-03 14:03:00Z",
        "2026-03-03T14:03:00", "2026-03-03T14:03:00+01:00", "2026-02-30T14:03:00Z", "yesterday"})
    EXPECT_FALSE(parse_as_of(text)) << text;
}

class as_of : public test::admin_tests {
protected:
  static std::string text(const json::value& of) { return std::string{of.as_string()}; }

  std::int64_t position() {
    return admin_world::json(get("/admin/workspace")).at("position").to_number<std::int64_t>();
  }
  static std::string with(const std::string& path, const std::string& as_of) {
    return path + (path.find('?') == std::string::npos ? '?' : '&') + "as_of=" + as_of;
  }
  response then(const std::string& path, std::int64_t position) {
    return get(with(path, "position:" + std::to_string(position)));
  }
  std::string role_of(const std::string& user, const char* verb) {
    const auto reply =
        post("/admin/users/" + user + verb, R"({"project":"default","role":"workspace.auditor"})");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  }
};

TEST_F(as_of, a_role_is_there_from_its_grant_until_it_is_revoked) {
  const auto ada = made_user("ada");
  const auto before = position();
  role_of(ada, "/grant-role");
  const auto granted = items(get("/admin/roles")).at(0).as_object();
  const auto between = position();
  role_of(ada, "/revoke-role");
  EXPECT_EQ(items(get("/admin/roles")).size(), 0U);
  EXPECT_EQ(items(then("/admin/roles", before)).size(), 0U);
  EXPECT_EQ(items(then("/admin/roles", between)), json::array{granted});
  EXPECT_EQ(items(then("/admin/roles", position())).size(), 0U);
  const auto moment = text(granted.at("granted_at"));
  const auto reply = get(with("/admin/roles?user=" + ada, moment));
  EXPECT_EQ(items(reply), json::array{granted});
  EXPECT_EQ(admin_world::json(reply).at("as_of"),
            (json::object{{"position", between}, {"recorded_at", moment}, {"moment", moment}}));
}

TEST_F(as_of, nothing_personal_is_left_of_who_was_erased) {
  const auto made =
      post("/admin/users", R"({"user_name":"eve","email":"eve@example.com","email_verified":true,)"
                           R"("display_name":"Eve Adams","locale":"de-CH"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto eve = admin_world::text(made, "id");
  role_of(eve, "/grant-role");
  const auto there = position();
  ASSERT_EQ(admin_world::json(then("/admin/users/" + eve, there)).at("user_name"), "eve");
  ASSERT_EQ(post("/admin/users/" + eve + "/erase").status, 200);
  const auto row = admin_world::json(then("/admin/users/" + eve, there));
  EXPECT_EQ(row.at("status"), "active") << "she could sign in then";
  for (const auto* personal : {"user_name", "email", "display_name", "locale"})
    EXPECT_TRUE(row.at(personal).is_null()) << personal;
  EXPECT_EQ(row.at("email_verified"), false);
  EXPECT_EQ(items(then("/admin/roles", there)).at(0).at("user"), json::value(eve));
  for (const auto* path : {"/admin/users", "/admin/roles", "/admin/users?limit=1"})
    for (const auto* word : {"eve", "Eve", "example.com", "de-CH"})
      EXPECT_EQ(then(path, there).body.find(word), std::string::npos) << path << ' ' << word;
}

TEST_F(as_of, what_was_not_there_yet_is_not_found) {
  const auto before = position();
  const auto ada = made_user("ada");
  post("/admin/projects", R"({"name":"ledger"})");
  at.enter_client("acme", browser::shop());
  for (const auto& path : {"/admin/users/" + ada, std::string{"/admin/projects/ledger"},
                           std::string{"/admin/clients/shop"}}) {
    EXPECT_EQ(then(path, before).status, 404) << path;
    EXPECT_EQ(then(path, position()).status, 200) << path;
    EXPECT_EQ(code(get(path + "?as_off=1")), "unknown_parameter");
  }
  EXPECT_EQ(items(then("/admin/users?user_name=ada", before)).size(), 0U);
  EXPECT_EQ(items(then("/admin/users?user_name=ada", position())).size(), 1U);
}

TEST_F(as_of, a_moment_that_cannot_be_told_is_refused) {
  const auto first = text(admin_world::json(then("/admin/users", 1)).at("as_of").at("recorded_at"));
  const auto early = *parse_instant(first) - std::chrono::microseconds{1};
  const auto late = at.acme->now() + std::chrono::hours{1};
  for (const auto& wish : {std::string{"yesterday"}, std::string{"position:0"}, to_string(early),
                           to_string(late), "position:" + std::to_string(position() + 1)}) {
    for (const auto* path :
         {"/admin/users", "/admin/roles", "/admin/clients", "/admin/clients/x", "/admin/projects",
          "/admin/projects/default", "/admin/sessions", "/admin/consents", "/admin/keys"}) {
      const auto reply = get(with(path, wish));
      EXPECT_EQ(reply.status, 400) << path << ' ' << wish;
      EXPECT_EQ(code(reply), "invalid_as_of");
      EXPECT_EQ(member(reply), "as_of");
    }
  }
  EXPECT_EQ(get(with("/admin/users", first)).status, 200);
  EXPECT_EQ(at.ask("GET", "acme", with("/admin/users", first)).status, 401);
}

TEST_F(as_of, a_session_stood_until_it_expired) {
  at.enter_client("acme", browser::shop());
  made_user("ada");
  browser{at}.log_in("ada", "right-horse-battery");
  const auto session = items(get("/admin/sessions")).at(0).as_object();
  at.world.pass(std::chrono::hours{48});
  token = at.admins();
  const auto path = std::string{"/admin/sessions?standing=true"};
  EXPECT_EQ(items(get(path)).size(), 0U);
  const auto expires = *parse_instant(text(session.at("expires_at")));
  const auto second = std::chrono::seconds{1};
  EXPECT_EQ(items(get(with(path, to_string(expires - second)))), json::array{session});
  EXPECT_EQ(items(get(with(path, to_string(expires + second)))).size(), 0U)
      << "though nothing was recorded then";
}

TEST_F(as_of, pages_lead_to_everything_that_was) {
  std::set<std::string> there;
  for (const auto* name : {"a", "b", "c", "d"})
    there.insert(made_user(name));
  const auto then_position = position();
  for (const auto* name : {"e", "f", "g", "h"})
    made_user(name);
  for (const auto& each : there)
    post("/admin/users/" + each + "/disable");
  std::set<std::string> seen;
  std::string after;
  do {
    const auto reply = then("/admin/users?limit=2" + after, then_position);
    for (const auto& each : items(reply)) {
      seen.insert(text(each.at("id")));
      EXPECT_EQ(each.at("status"), "active");
    }
    const auto next = admin_world::text(reply, "next");
    after = next.empty() ? "" : "&after=" + next;
  } while (!after.empty());
  EXPECT_EQ(seen, there);
}

/// Random deeds of an operator and of people; every listing as it was live after each.
class any_day : public as_of {
protected:
  any_day() {
    at.enter_client("acme", browser::shop());
    for (const auto* name : {"ada", "bob", "cyd"})
      people.push_back(made_user(name));
  }

  std::string one(const std::vector<std::string>& of) { return of[dice() % of.size()]; }

  void do_something() {
    const auto person = "/admin/users/" + one(people);
    switch (dice() % 10) {
    case 0:
      people.push_back(made_user("user" + std::to_string(people.size())));
      break;
    case 1:
      post(person + "/disable");
      break;
    case 2:
      post(person + "/enable");
      break;
    case 3:
    case 4:
      post(person + "/grant-role", R"({"project":"default","role":"workspace.admin"})");
      break;
    case 5:
      post(person + "/revoke-role", R"({"project":"default","role":"workspace.admin"})");
      break;
    case 6:
      browser{at}.log_in(one({"ada", "bob", "cyd"}), "right-horse-battery");
      break;
    case 7:
      for (const auto& each : items(get("/admin/sessions?standing=true&limit=1")))
        post("/admin/sessions/" + text(each.at("id")) + "/end");
      break;
    case 8:
      post("/admin/clients/shop/change",
           R"({"name":"Shop )" + std::to_string(dice() % 100) + R"("})");
      break;
    default:
      post("/admin/projects/default/define-role",
           R"({"role":"role)" + std::to_string(dice() % 100) + R"("})");
    }
  }

  std::map<std::string, json::object> listings() {
    std::map<std::string, json::object> all;
    for (const auto* path : {"/admin/users", "/admin/roles", "/admin/projects", "/admin/clients",
                             "/admin/sessions", "/admin/sessions?standing=true", "/admin/consents",
                             "/admin/keys", "/admin/projects/default", "/admin/clients/shop"})
      all[path] = admin_world::json(get(path));
    all["/admin/users/" + people.front()] =
        admin_world::json(get("/admin/users/" + people.front()));
    return all;
  }

  std::mt19937 dice{11};
  std::vector<std::string> people;
};

TEST_F(any_day, every_listing_is_as_of_a_position_what_it_was_live) {
  std::map<std::int64_t, std::map<std::string, json::object>> days;
  for (int deed = 0; deed < 40; ++deed) {
    do_something();
    if (deed % 4 == 3) days[position()] = listings();
  }
  days[position()] = listings();
  for (const auto& [day, all] : days)
    for (const auto& [path, live] : all) {
      auto past = admin_world::json(then(path, day));
      EXPECT_EQ(past.at("as_of").at("position"), day);
      past.erase("as_of");
      EXPECT_EQ(past, live) << path << " as of " << day;
    }
}

}
}
