// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

class sessions_endpoints : public test::admin_tests {
protected:
  sessions_endpoints() { at.enter_client("acme", browser::shop()); }
};

TEST_F(sessions_endpoints, show_who_is_signed_in) {
  const auto ada = made_user("ada");
  browser theirs{at};
  theirs.token("ada", "right-horse-battery");
  const auto all = items(get("/admin/sessions"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("user").as_string(), ada.c_str());
  EXPECT_EQ(all[0].at("user_name"), "ada");
  EXPECT_EQ(all[0].at("client_id"), "shop") << "whose request led to it";
  EXPECT_EQ(all[0].at("status"), "standing");
  EXPECT_TRUE(all[0].at("ended_at").is_null());
  const auto reply = get("/admin/sessions");
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
}

TEST_F(sessions_endpoints, are_narrowed_and_turned_page_by_page) {
  const auto ada = made_user("ada");
  const auto bob = made_user("bob");
  for (int times = 0; times < 3; ++times)
    browser{at}.log_in("ada", "right-horse-battery");
  browser{at}.log_in("bob", "right-horse-battery");
  EXPECT_EQ(items(get("/admin/sessions?user=" + ada)).size(), 3U);
  EXPECT_EQ(items(get("/admin/sessions?user=" + bob)).size(), 1U);
  std::set<std::string> seen;
  std::string after;
  int pages = 0;
  do {
    const auto reply = get("/admin/sessions?limit=2&user=" + ada + after);
    for (const auto& each : items(reply))
      seen.insert(std::string{each.at("id").as_string()});
    const auto next = admin_world::text(reply, "next");
    after = next.empty() ? "" : "&after=" + next;
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(member(get("/admin/sessions?standing=yes")), "standing");
  EXPECT_EQ(code(get("/admin/sessions?name=ada")), "unknown_parameter");
}

TEST_F(sessions_endpoints, end_one) {
  made_user("ada");
  browser first{at}, second{at};
  const auto bearer = first.token("ada", "right-horse-battery");
  const auto id = std::string{items(get("/admin/sessions"))[0].at("id").as_string()};
  second.log_in("ada", "right-horse-battery");
  const auto ended = admin_world::json(post("/admin/sessions/" + id + "/end"));
  EXPECT_EQ(ended.at("status"), "ended");
  EXPECT_EQ(ended.at("ended_for"), "revoked");
  EXPECT_FALSE(first.signed_in());
  EXPECT_EQ(first.userinfo(bearer), 401) << "what a client got in it ends with it";
  EXPECT_TRUE(second.signed_in());
  EXPECT_EQ(items(get("/admin/sessions?standing=true")).size(), 1U);
  EXPECT_EQ(items(get("/admin/sessions")).size(), 2U);
  EXPECT_EQ(post("/admin/sessions/" + id + "/end").status, 200) << "it is so already";
  EXPECT_EQ(post("/admin/sessions/nothing/end").status, 404);
  EXPECT_EQ(post("/admin/sessions/" + to_string(uuid::random({9})) + "/end").status, 404);
}

TEST_F(sessions_endpoints, tell_what_expired) {
  made_user("ada");
  browser{at}.log_in("ada", "right-horse-battery");
  at.world.pass(std::chrono::hours{25});
  token = at.admins();
  EXPECT_EQ(items(get("/admin/sessions"))[0].at("status"), "expired");
  EXPECT_EQ(items(get("/admin/sessions?standing=true")).size(), 0U);
}

}
}
