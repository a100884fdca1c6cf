// SPDX-License-Identifier: Apache-2.0
#include "http/admin/journal_work.hpp"

#include "tests/support/admin_world.hpp"

#include <caf/send.hpp>

#include <future>

namespace muniment::http {
namespace {

using test::admin_world;
namespace json = boost::json;

/// A workspace as people use it, with its keys.
class journal_work : public testing::Test {
protected:
  response post(const std::string& target, const std::string& body = "") {
    return at.ask("POST", "acme", target, token, body);
  }
  std::string made_user(const std::string& name) {
    const auto reply = post("/admin/users", R"({"user_name":")" + name + R"(","email":")" + name +
                                                R"(@x.example"})");
    EXPECT_EQ(reply.status, 201) << reply.body;
    return admin_world::text(reply, "id");
  }
  json::object verified() {
    const auto begun = post("/admin/journal/verify");
    EXPECT_EQ(begun.status, 202) << begun.body;
    const auto ended = at.ended(admin_world::json(begun), token);
    EXPECT_EQ(ended.at("status"), "done") << ended;
    EXPECT_EQ(ended.at("subject"), "journal");
    return ended.at("result").as_object();
  }
  void execute(const std::string& before, const std::string& after) {
    at.world.database().execute(before + ' ' + at.acme->place().schema.text() + '.' + after);
  }

  admin_world at;
  std::string token = at.admins();
};

TEST_F(journal_work, finds_nothing_wrong_with_a_workspace_in_use) {
  const auto ada = made_user("ada");
  made_user("bob");
  EXPECT_EQ(post("/admin/users/" + ada + "/erase").status, 200);
  made_user("ada");
  const auto found = verified();
  EXPECT_EQ(found.at("equal"), true) << found;
  EXPECT_EQ(found.at("differences").as_array().size(), 0U);
  EXPECT_GT(found.at("position").as_int64(), 5);
  const auto claims = at.acme->place().schema.text() + ".claims";
  EXPECT_EQ(std::to_string(found.at("claims").as_int64()),
            at.world.database().value("SELECT count(*) FROM " + claims));
}

TEST_F(journal_work, tells_in_a_sentence_whose_claim_was_changed) {
  const auto ada = made_user("ada");
  execute("DELETE FROM", "claims WHERE kind = 1");
  const auto found = verified();
  EXPECT_EQ(found.at("equal"), false);
  EXPECT_EQ(found.at("differences").as_array(),
            (json::array{"the user_name that " + ada + " declares is claimed by nobody"}));
}

TEST_F(journal_work, tells_of_a_changed_event) {
  made_user("ada");
  execute("UPDATE", "events SET type = type + 1 WHERE position = 2");
  EXPECT_EQ(verified().at("differences").as_array(),
            (json::array{"position 2: column type is not what the body says"}));
}

TEST_F(journal_work, waits_for_keys_no_longer_than_until_it_is_stopped) {
  using namespace std::chrono_literals;
  made_user("ada");
  const auto gone = at.world.finish(at.acme->keeper());
  caf::anon_send_exit(gone, caf::exit_reason::user_shutdown);
  const auto work = verify_journal_work(at.world.node(), at.acme, gone);
  std::stop_source stop;
  auto done = std::async(std::launch::async, [&] {
    const auto ignored = [](const operation_progress&) {};
    EXPECT_ANY_THROW(work(ignored, stop.get_token()));
  });
  EXPECT_EQ(done.wait_for(500ms), std::future_status::timeout)
      << "it asks for keys again and again";
  stop.request_stop();
  EXPECT_EQ(done.wait_for(2s), std::future_status::ready);
}

TEST_F(journal_work, is_for_those_who_may_read) {
  EXPECT_EQ(at.ask("POST", "acme", "/admin/journal/verify").status, 401);
  const auto reader = at.admins("acme", "admin:read");
  EXPECT_EQ(at.ask("POST", "acme", "/admin/journal/verify", reader).status, 202);
}

}
}
