// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "events/codec/json.hpp"
#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;
namespace json = boost::json;

/// A requirement of the documents that the project was created from: "the native audit log records
/// every event (signup, login, logout, password change, IdP linking, role grant, app
/// registration)". Each is done once, from an address and in a trace of its own.
struct deed {
  const char* name; ///< as those documents call it
  const char* type;
  const char* actor; ///< its kind
  bool by_user;      ///< the actor is the user it is about
  bool about_user;
  const char* outcome;
};

constexpr std::array deeds{
    deed{"app registration", "client.registered", "operator", false, false, "succeeded"},
    deed{"signup", "user.registered", "operator", false, true, "succeeded"},
    deed{"role grant", "role.granted", "operator", false, true, "succeeded"},
    deed{"login", "session.started", "user", true, true, "succeeded"},
    deed{"logout", "session.ended", "user", true, true, "succeeded"},
    deed{"password change", "credential.password_set", "user", true, true, "succeeded"},
    deed{"refused login", "refusal.recorded", "user", false, false, "refused"},
};

class audited_deeds : public test::admin_tests {
protected:
  audited_deeds() {
    begin(0);
    post("/admin/clients", R"({"client_id":"shop","name":"Shop","type":"spa",)"
                           R"("redirect_uris":["https://shop.example/back"]})");
    begin(1);
    ada = made_user("ada");
    begin(2);
    post("/admin/users/" + ada + "/grant-role",
         R"({"project":"default","role":"workspace.auditor"})");
    browser theirs{at};
    begin(3);
    theirs.log_in("ada", "right-horse-battery");
    begin(4);
    const auto account = theirs.get("/account");
    theirs.post("/account/sign-out", "token=" + browser::hidden(account, "token"));
    change_password(theirs);
    begin(6);
    browser{at}.log_in("ada", "wrong-password");
  }

  void change_password(browser& theirs) {
    begin(99);
    const auto set = admin_world::json(post("/admin/users/" + ada + "/set-password"));
    begin(5);
    const auto page = theirs.log_in("ada", std::string{set.at("password").as_string()});
    const auto reply = theirs.post(
        "/login/password", "request=" + browser::hidden(page, "request") +
                               "&ticket=" + browser::hidden(page, "ticket") +
                               "&token=" + browser::hidden(page, "token") +
                               "&new_password=my-own-four-words&repeated=my-own-four-words");
    EXPECT_EQ(reply.status, 303) << reply.body;
  }

  /// Another deed begins.
  void begin(std::size_t number) {
    at.address = address_of(number);
    at.trace.fill(static_cast<std::uint8_t>(number + 1));
  }
  static std::string address_of(std::size_t number) {
    return "198.51.100." + std::to_string(number + 1);
  }
  static std::string trace_of(std::size_t number) {
    trace_id trace;
    trace.fill(static_cast<std::uint8_t>(number + 1));
    return std::string{to_json(trace).as_string()};
  }

  /// The rows of the audit that a deed left.
  std::vector<json::object> left_by(std::size_t number) {
    std::vector<json::object> rows;
    for (const auto& each :
         items(get("/admin/audit?limit=200&type=" + std::string{deeds.at(number).type})))
      if (each.at("correlation") == trace_of(number).c_str()) rows.push_back(each.as_object());
    return rows;
  }

  std::string ada;
};

TEST_F(audited_deeds, name_actor_subject_address_request_and_result_of_each) {
  for (std::size_t number = 0; number < deeds.size(); ++number) {
    const auto& deed = deeds.at(number);
    const auto rows = left_by(number);
    ASSERT_EQ(rows.size(), 1U) << deed.name;
    const auto& row = rows.front();
    EXPECT_EQ(row.at("actor").at("kind"), deed.actor) << deed.name;
    if (deed.by_user) {
      EXPECT_EQ(row.at("actor").at("id"), ada.c_str()) << deed.name;
    }
    EXPECT_EQ(row.at("actor").at("id").is_null(), deed.type == deeds.back().type) << deed.name;
    if (deed.about_user)
      EXPECT_EQ(row.at("subject"), ada.c_str()) << deed.name;
    else
      EXPECT_TRUE(row.at("subject").is_null()) << deed.name;
    EXPECT_EQ(row.at("address"), address_of(number).c_str()) << deed.name;
    EXPECT_EQ(row.at("agent"), "a test") << deed.name;
    EXPECT_EQ(row.at("command").as_string().size(), 36U) << deed.name;
    EXPECT_EQ(row.at("outcome"), deed.outcome) << deed.name;
  }
}

TEST_F(audited_deeds, forget_where_somebody_was_once_they_are_erased) {
  post("/admin/users/" + ada + "/erase");
  for (std::size_t number = 0; number < deeds.size(); ++number) {
    const auto rows = left_by(number);
    ASSERT_EQ(rows.size(), 1U) << deeds.at(number).name;
    EXPECT_EQ(rows.front().at("address").is_null(), deeds.at(number).about_user)
        << deeds.at(number).name;
  }
}

/// Most rows of a page share the key of a day, and some that of a person on it.
TEST_F(audited_deeds, are_told_in_one_page_each_with_its_own_address) {
  for (const bool erased : {false, true}) {
    if (erased) post("/admin/users/" + ada + "/erase");
    const auto page = items(get("/admin/audit?limit=200"));
    for (std::size_t number = 0; number < deeds.size(); ++number) {
      const auto& deed = deeds.at(number);
      const auto row = std::ranges::find_if(page, [&](const json::value& each) {
        return each.at("type") == deed.type && each.at("correlation") == trace_of(number).c_str();
      });
      ASSERT_NE(row, page.end()) << deed.name;
      if (erased && deed.about_user)
        EXPECT_TRUE(row->at("address").is_null()) << deed.name;
      else
        EXPECT_EQ(row->at("address"), address_of(number).c_str()) << deed.name;
    }
  }
}

class audit_endpoints : public test::admin_tests {};

TEST_F(audit_endpoints, are_followed_from_where_they_were_seen) {
  const auto seen = [&](const response& reply) {
    return std::to_string(admin_world::json(reply).at("seen_until").to_number<std::uint64_t>());
  };
  const auto first = seen(get("/admin/audit?limit=200"));
  EXPECT_EQ(items(get("/admin/audit?after=" + first)).size(), 0U);
  made_user("ada");
  const auto next = get("/admin/audit?type=user&after=" + first);
  ASSERT_EQ(items(next).size(), 1U);
  EXPECT_EQ(items(get("/admin/audit?type=user&after=" + seen(next))).size(), 0U);
  const auto one = get("/admin/audit?limit=1");
  EXPECT_EQ(seen(one), "1") << "there is more behind it";
}

TEST_F(audit_endpoints, wait_for_what_is_new) {
  const auto head = std::to_string(
      admin_world::json(get("/admin/audit?limit=200")).at("seen_until").to_number<std::uint64_t>());
  const auto next = items(at.get_during("/admin/audit?wait=5&after=" + head, "/admin/users",
                                        R"({"user_name":"bob"})", token));
  ASSERT_GE(next.size(), 1U);
  EXPECT_EQ(next[0].at("type"), "user.registered");
  EXPECT_EQ(items(get("/admin/audit?wait=1&after=9999")).size(), 0U) << "the wait ends";
  EXPECT_EQ(get("/admin/audit?wait=6").status, 422);
}

}
}
