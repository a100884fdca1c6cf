// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/admin_world.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
namespace json = boost::json;

class admin_endpoints : public testing::Test {
protected:
  response get(const std::string& target) { return at.ask("GET", "acme", target, token); }
  response post(const std::string& target, const std::string& body = "") {
    return at.ask("POST", "acme", target, token, body);
  }
  static std::string code(const response& reply) { return admin_world::text(reply, "code"); }
  static std::string member(const response& reply) { return admin_world::text(reply, "member"); }
  static json::array items(const response& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    return admin_world::json(reply).at("items").as_array();
  }
  std::string made_user(const std::string& name) {
    const auto reply = post("/admin/users", R"({"user_name":")" + name + R"("})");
    EXPECT_EQ(reply.status, 201) << reply.body;
    return admin_world::text(reply, "id");
  }

  /// What a creation answered is what is read afterwards, but for what is told once, and for the
  /// moment, which the journal sets.
  static void as_told_later(const response& made, const response& read,
                            const std::vector<const char*>& once) {
    auto told = admin_world::json(made), later = admin_world::json(read);
    for (const auto* each : once)
      EXPECT_EQ(told.erase(each), 1U) << each;
    EXPECT_EQ(later.erase("registered_at"), 1U);
    EXPECT_EQ(told, later);
  }

  admin_world at;
  std::string token = at.admins();
};

TEST_F(admin_endpoints, answer_nobody_without_a_token) {
  for (const auto* path : {"/admin/workspace", "/admin/users", "/admin/audit", "/admin/keys"}) {
    const auto reply = at.ask("GET", "acme", path);
    EXPECT_EQ(reply.status, 401) << path;
    const std::string realm = "Bearer realm=\"https://acme.muniment.localhost:8443\"";
    EXPECT_EQ(test::field(reply, "WWW-Authenticate"), realm);
    EXPECT_EQ(code(reply), "unauthorized");
    const auto nonsense = at.ask("GET", "acme", path, "Bearer nonsense");
    EXPECT_EQ(nonsense.status, 401);
    EXPECT_EQ(test::field(nonsense, "WWW-Authenticate"), realm + ", error=\"invalid_token\"");
  }
}

TEST_F(admin_endpoints, say_what_is_wrong_with_a_token_in_the_address) {
  const std::string acme = "https://acme.muniment.localhost:8443";
  const std::string control = "https://api.muniment.localhost:8443";
  for (const auto& [host, path, realm] :
       {std::tuple("acme", "/admin/users", acme), std::tuple("acme", "/oauth/v2/userinfo", acme),
        std::tuple("api", "/control/workspaces", control)}) {
    const auto reply = at.ask("GET", host, std::string{path} + "?access_token=x");
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_EQ(test::field(reply, "WWW-Authenticate"),
              "Bearer realm=\"" + realm + "\", error=\"invalid_request\"")
        << path;
  }
}

TEST_F(admin_endpoints, show_the_workspace) {
  const auto reply = get("/admin/workspace");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = admin_world::json(reply);
  EXPECT_EQ(body.at("slug"), "acme");
  EXPECT_EQ(body.at("issuer"), "https://acme.muniment.localhost:8443");
  EXPECT_GT(body.at("position").as_int64(), 0);
  EXPECT_EQ(test::field(reply, "Cache-Control"), "no-store");
}

TEST_F(admin_endpoints, enter_a_person_and_show_them) {
  const auto made = post("/admin/users", R"({"user_name":"Ada","email":"ada@example.com",)"
                                         R"("display_name":"Ada L","locale":"en"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto body = admin_world::json(made);
  EXPECT_EQ(body.at("user_name"), "Ada");
  EXPECT_EQ(body.at("status"), "active");
  EXPECT_EQ(body.at("locale"), "en");
  EXPECT_GE(body.at("password").as_string().size(), 20U) << "told once";
  EXPECT_EQ(body.at("one_time"), true) << "whoever reads it here is not Ada";
  const auto again = get("/admin/users/" + admin_world::text(made, "id"));
  EXPECT_EQ(admin_world::text(again, "email"), "ada@example.com");
  EXPECT_FALSE(admin_world::json(again).contains("password"));
  as_told_later(made, again, {"password", "one_time"});
  for (const auto* query : {"?user_name=ADA", "?email=Ada@Example.com", ""})
    EXPECT_EQ(items(get(std::string{"/admin/users"} + query)).size(), 1U) << query;
  EXPECT_EQ(items(get("/admin/users?user_name=bob")).size(), 0U);
}

TEST_F(admin_endpoints, say_what_is_wrong_with_a_person) {
  const auto wrong = [&](const std::string& body) { return member(post("/admin/users", body)); };
  EXPECT_EQ(wrong("{}"), "user_name");
  EXPECT_EQ(wrong(R"({"user_name":7})"), "user_name");
  EXPECT_EQ(wrong(R"({"user_name":"ada","email":"nowhere"})"), "email");
  EXPECT_EQ(wrong(R"({"user_name":"ada","email_verified":"yes"})"), "email_verified");
  EXPECT_EQ(code(post("/admin/users", R"({"user_name":"ada","nickname":"a"})")), "unknown_member");
  EXPECT_EQ(code(post("/admin/users", "[]")), "malformed_body");
  EXPECT_EQ(at.ask("POST", "acme", "/admin/users", token, "a=b", "text/plain").status, 415);
  made_user("ada");
  EXPECT_EQ(post("/admin/users", R"({"user_name":"ADA"})").status, 409);
}

TEST_F(admin_endpoints, say_what_is_wrong_with_a_password) {
  const auto entered = [&](const std::string& password) {
    return post("/admin/users", R"({"user_name":"ada","email":"countess@x.example","password":")" +
                                    password + R"("})");
  };
  for (const auto* refused : {"", "only fourteen.", "passwordpassword", "countess 1234567890",
                              "four \u0378 words of mine"}) {
    const auto reply = entered(refused);
    EXPECT_EQ(reply.status, 422) << refused;
    EXPECT_EQ(code(reply), "password_refused") << refused;
    EXPECT_EQ(member(reply), "password");
    EXPECT_FALSE(admin_world::text(reply, "detail").empty());
  }
  EXPECT_EQ(admin_world::text(entered("only fourteen."), "detail"),
            "A password has at least 15 characters. Several words make a good one.");
  EXPECT_EQ(code(post("/admin/users", R"({"user_name":"ada","password":7})")), "invalid_value");
  EXPECT_EQ(items(get("/admin/users")).size(), 0U) << "nobody is entered by halves";
  const auto made = entered("four words of mine");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(admin_world::json(made).at("one_time"), false);
  EXPECT_FALSE(admin_world::json(made).contains("password"));
}

TEST_F(admin_endpoints, list_people_a_page_at_a_time) {
  std::set<std::string> made, seen;
  for (const auto* name : {"ada", "bob", "cid", "dan", "eve"})
    made.insert(made_user(name));
  std::string after;
  int pages = 0;
  do {
    const auto reply = get("/admin/users?limit=2" + (after.empty() ? after : "&after=" + after));
    for (const auto& each : items(reply))
      seen.insert(std::string{each.at("id").as_string()});
    after = admin_world::text(reply, "next");
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(seen, made);
  EXPECT_EQ(pages, 3);
  for (const auto* query : {"?limit=0", "?limit=201", "?limit=x", "?after=x"})
    EXPECT_EQ(get(std::string{"/admin/users"} + query).status, 422) << query;
  EXPECT_EQ(code(get("/admin/users?name=ada")), "unknown_parameter");
}

TEST_F(admin_endpoints, erase_a_person_for_ever) {
  const auto id = made_user("ada");
  const auto erased = post("/admin/users/" + id + "/erase");
  EXPECT_EQ(erased.status, 200);
  const auto by = parse_instant(admin_world::text(erased, "copies_unreadable_by")).value();
  const auto left = by - at.acme->now();
  EXPECT_GT(left, std::chrono::hours{23});
  EXPECT_LE(left, std::chrono::hours{24});
  const auto gone = admin_world::json(get("/admin/users/" + id));
  EXPECT_EQ(gone.at("status"), "erased");
  EXPECT_TRUE(gone.at("user_name").is_null());
  EXPECT_EQ(items(get("/admin/users?user_name=ada")).size(), 0U) << "the name is free again";
  EXPECT_EQ(post("/admin/users/" + to_string(uuid::random({9})) + "/erase").status, 404);
  EXPECT_EQ(get("/admin/users/ada").status, 404);
}

TEST_F(admin_endpoints, write_ids_of_new_people_as_the_setting_says_and_read_either_spelling) {
  const auto before = made_user("ada");
  at.world.user_ids = user_id_format::nanoid;
  at.restart();
  token = at.admins();
  const auto written = made_user("bob");
  ASSERT_EQ(written.size(), 21U);
  const auto stored = to_string(*read_user_id(written));
  for (const auto& spelling : {written, stored}) {
    const auto shown = get("/admin/users/" + spelling);
    EXPECT_EQ(admin_world::text(shown, "user_name"), "bob") << spelling;
    EXPECT_EQ(admin_world::text(shown, "id"), written);
    EXPECT_EQ(items(get("/admin/users?id=" + spelling)).size(), 1U);
    const auto about = items(get("/admin/audit?subject=" + spelling));
    ASSERT_EQ(about.size(), 2U);
    EXPECT_EQ(about[0].at("subject").as_string(), written.c_str());
  }
  EXPECT_EQ(admin_world::text(get("/admin/users/" + before), "id"), before) << "for ever";
  at.world.user_ids = user_id_format::uuid;
  at.restart();
  token = at.admins();
  EXPECT_EQ(admin_world::text(get("/admin/users?user_name=bob"), "id"), "");
  EXPECT_EQ(items(get("/admin/users?user_name=bob")).at(0).at("id").as_string(), written.c_str());
  EXPECT_EQ(made_user("cid").size(), 36U);
  for (const auto* nobody : {"nobody", "AAAAAAAAAAAAAAAAAAAAA", "EAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(items(get("/admin/users?id=" + std::string{nobody})).size(), 0U) << nobody;
    EXPECT_EQ(get("/admin/users/" + std::string{nobody}).status, 404) << nobody;
  }
  EXPECT_EQ(post("/admin/users/" + written + "/erase").status, 200);
  EXPECT_EQ(admin_world::text(get("/admin/users/" + written), "id"), written) << "after it, too";
}

TEST_F(admin_endpoints, enter_a_client_and_tell_its_secret_once) {
  const auto made = post("/admin/clients", R"({"name":"Shop","type":"web","client_id":"shop",)"
                                           R"("redirect_uris":["https://shop.example/back"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_GE(admin_world::text(made, "client_secret").size(), 43U);
  const auto again = get("/admin/clients/shop");
  EXPECT_EQ(admin_world::text(again, "name"), "Shop");
  EXPECT_EQ(again.body.find("secret_digest"), std::string::npos);
  EXPECT_EQ(again.body.find("client_secret\""), std::string::npos);
  as_told_later(made, again, {"client_secret"});
  const auto robot = post("/admin/clients", R"({"name":"Robot","type":"service","client_id":"r"})");
  as_told_later(robot, get("/admin/clients/r"), {"client_secret"});
  EXPECT_EQ(items(get("/admin/clients")).size(), 2U);
  EXPECT_EQ(get("/admin/clients/nobody").status, 404);
  const auto wrong = [&](const std::string& body) { return member(post("/admin/clients", body)); };
  EXPECT_EQ(wrong(R"({"name":"Shop"})"), "type");
  EXPECT_EQ(wrong(R"({"name":"Shop","type":"app"})"), "type");
  EXPECT_EQ(wrong(R"({"name":"Shop","type":"spa"})"), "redirect_uris");
  EXPECT_EQ(wrong(R"({"name":"Shop","type":"spa","redirect_uris":"https://a"})"), "redirect_uris");
}

TEST_F(admin_endpoints, say_what_is_wrong_with_a_redirect_uri) {
  const auto entered = [&](const std::string& type, const std::string& uri) {
    return post("/admin/clients",
                R"({"name":"App","type":")" + type + R"(","redirect_uris":[")" + uri + R"("]})");
  };
  for (const auto& [uri, detail] :
       {std::pair{"https://app.example/a/%2e%2e/b", "dot segments"},
        std::pair{"https://app.example/b#c", "fragment"},
        std::pair{"https://app.example/*", "asterisk"},
        std::pair{"https://app.example/b?%63ode=1", "parameter that responses bring"},
        std::pair{"http://app.example/b", "127.0.0.1"}, std::pair{"app.example:/b", "https"}}) {
    const auto refused = entered("web", uri);
    EXPECT_EQ(refused.status, 422) << uri;
    EXPECT_EQ(member(refused), "redirect_uris") << uri;
    EXPECT_NE(admin_world::text(refused, "detail").find(detail), std::string::npos) << refused.body;
  }
  EXPECT_EQ(entered("web", "http://localhost:3000/b").status, 201);
  EXPECT_EQ(entered("spa", "http://127.0.0.1:5173/b").status, 201);
  EXPECT_EQ(entered("native", "app.example:/b").status, 201);
}

TEST_F(admin_endpoints, enter_a_client_as_it_authenticates_and_with_what_it_may) {
  const auto made = post("/admin/clients",
                         R"({"name":"API","type":"web","client_id":"api","may_introspect":true,)"
                         R"("authentication":"client_secret_post",)"
                         R"("redirect_uris":["https://api.example/back"],)"
                         R"("post_logout_redirect_uris":["https://api.example/bye"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto body = admin_world::json(get("/admin/clients/api"));
  EXPECT_EQ(body.at("authentication"), "client_secret_post");
  EXPECT_EQ(body.at("may_introspect"), true);
  EXPECT_EQ(body.at("post_logout_redirect_uris").as_array().size(), 1U);
  for (const auto* method : {"none", "private_key_jwt", ""})
    EXPECT_EQ(member(post("/admin/clients",
                          std::string(R"({"name":"A","type":"web","authentication":")") + method +
                              R"("})")),
              "authentication")
        << method;
}

TEST_F(admin_endpoints, find_a_client_by_any_lawful_name) {
  const auto made =
      post("/admin/clients", R"({"name":"Shop","type":"web","client_id":"eu/shop+1%",)"
                             R"("redirect_uris":["https://shop.example/back"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(get("/admin/clients/eu%2Fshop+1%25").status, 200);
  EXPECT_EQ(get("/admin/clients/eu%2fshop%2B1%25").status, 200);
  EXPECT_EQ(get("/admin/clients/eu%2Fshop+1%").status, 404) << "no encoding of anything";
}

TEST_F(admin_endpoints, serve_a_service_client_of_the_workspace_too) {
  http::new_client robot;
  robot.client_id = "robot";
  robot.name = "Robot";
  robot.kind = client::client_type::service;
  robot.scopes = {"admin:read"};
  robot.algorithm = "ES256";
  const auto entered = at.enter_client("acme", robot);
  const auto pair = crypto::base64_encode(as_bytes("robot:" + entered.secret));
  const auto given = at.form("acme", "/oauth/v2/token",
                             "grant_type=client_credentials&resource="
                             "https://acme.muniment.localhost:8443/admin",
                             "Basic " + pair);
  ASSERT_EQ(given.status, 200) << given.body;
  const auto theirs = "Bearer " + admin_world::text(given, "access_token");
  EXPECT_EQ(at.ask("GET", "acme", "/admin/workspace", theirs).status, 200);
  const auto more = at.ask("POST", "acme", "/admin/users", theirs, R"({"user_name":"ada"})");
  EXPECT_EQ(more.status, 403);
  EXPECT_NE(test::field(more, "WWW-Authenticate").find("error=\"insufficient_scope\""),
            std::string::npos);
  const auto given_back =
      at.form("acme", "/oauth/v2/revoke", "token=" + admin_world::text(given, "access_token"),
              "Basic " + pair);
  EXPECT_EQ(given_back.status, 200) << given_back.body;
  EXPECT_EQ(at.ask("GET", "acme", "/admin/workspace", theirs).status, 401) << "it was revoked";
}

TEST_F(admin_endpoints, show_keys_without_what_is_secret) {
  const auto reply = get("/admin/keys");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = admin_world::json(reply);
  EXPECT_EQ(body.at("workspace_key").at("generation"), 1);
  ASSERT_EQ(body.at("signing_keys").as_array().size(), 1U);
  const auto& key = body.at("signing_keys").as_array()[0];
  EXPECT_EQ(key.at("status"), "active");
  EXPECT_EQ(key.at("algorithm"), "ES256");
}

TEST_F(admin_endpoints, search_the_audit_log) {
  const auto ada = made_user("ada");
  const auto bob = made_user("bob");
  const auto of_ada = items(get("/admin/audit?subject=" + ada));
  ASSERT_EQ(of_ada.size(), 2U) << "registered, and a password";
  EXPECT_EQ(of_ada[0].at("type"), "user.registered");
  EXPECT_EQ(of_ada[0].at("actor").at("kind"), "operator");
  EXPECT_EQ(items(get("/admin/audit?type=user")).size(), 2U);
  EXPECT_EQ(items(get("/admin/audit?type=user.registered&subject=" + bob)).size(), 1U);
  EXPECT_EQ(items(get("/admin/audit?limit=200")).size(),
            static_cast<std::size_t>(
                admin_world::json(get("/admin/workspace")).at("position").as_int64()));
  const auto when = std::string{of_ada[0].at("recorded_at").as_string()};
  EXPECT_EQ(items(get("/admin/audit?limit=1&from=" + when))[0].at("recorded_at"), when.c_str());
  EXPECT_EQ(items(get("/admin/audit?from=2999-01-01T00:00:00Z")).size(), 0U);
  for (const auto& each : items(get("/admin/audit?to=" + when)))
    EXPECT_LT(each.at("recorded_at").as_string(), when.c_str());
  EXPECT_EQ(member(get("/admin/audit?from=yesterday")), "from");
  EXPECT_EQ(member(get("/admin/audit?type=user.exploded")), "type");
}

TEST_F(admin_endpoints, show_events_whole_and_sealed) {
  const auto ada = made_user("ada");
  const auto first = items(get("/admin/events?limit=1"));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].at("type"), "workspace.created");
  EXPECT_EQ(first[0].at("position"), 1);
  const auto all = get("/admin/events?limit=200");
  EXPECT_EQ(all.body.find("\"ada\""), std::string::npos);
  const auto head = admin_world::text(all, "next");
  EXPECT_EQ(items(get("/admin/events?after=" + head)).size(), 0U);
  EXPECT_EQ(items(get("/admin/events?wait=1&after=" + head)).size(), 0U) << "the wait ends";
  const auto next = items(at.get_during("/admin/events?wait=5&after=" + head, "/admin/users",
                                        R"({"user_name":"bob"})", token));
  ASSERT_GE(next.size(), 1U) << "it was waited for";
  EXPECT_EQ(next[0].at("type"), "user.registered");
  EXPECT_EQ(get("/admin/events?wait=6").status, 422);
}

TEST_F(admin_endpoints, rebuild_and_verify_read_models_of_a_live_workspace) {
  made_user("ada");
  for (const auto* name : {"users", "audit", "clients", "workspaces"}) {
    const auto path = std::string{"/admin/projections/"} + name;
    const auto begun = post(path + "/rebuild");
    ASSERT_EQ(begun.status, 202) << begun.body;
    const auto rebuilt = at.ended(admin_world::json(begun), token);
    EXPECT_EQ(rebuilt.at("status"), "done") << name << ' ' << rebuilt;
    const auto verified = at.ended(admin_world::json(post(path + "/verify")), token);
    ASSERT_EQ(verified.at("status"), "done") << name << ' ' << verified;
    EXPECT_EQ(verified.at("result").at("equal"), true) << name;
  }
  EXPECT_EQ(items(get("/admin/users")).size(), 1U);
  EXPECT_EQ(post("/admin/projections/nothing/rebuild").status, 404);
  EXPECT_EQ(get("/admin/operations/" + to_string(uuid::random({9}))).status, 404);
}

TEST_F(admin_endpoints, verify_finds_a_row_that_was_changed_by_hand) {
  made_user("ada");
  ASSERT_EQ(
      at.ended(admin_world::json(post("/admin/projections/users/rebuild")), token).at("status"),
      "done");
  const auto& view = at.acme->views().get<users::model>();
  at.world.database().execute("UPDATE " + view.schema().text() + '.' + view.shape().table() +
                              " SET locale = 'xx'");
  const auto verified = at.ended(admin_world::json(post("/admin/projections/users/verify")), token);
  EXPECT_EQ(verified.at("result").at("equal"), false);
  EXPECT_TRUE(verified.at("result").as_object().contains("difference"));
}

TEST_F(admin_endpoints, tell_how_read_models_stand) {
  const auto reply = get("/admin/projections");
  EXPECT_EQ(items(reply).size(), 10U);
  for (const auto& each : items(reply))
    EXPECT_EQ(each.at("phase"), "folding") << each;
}

}
}
