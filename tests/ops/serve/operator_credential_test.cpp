// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/operator_credential.hpp"

#include "actors/claim.hpp"
#include "http/admin/clients.hpp"
#include "ops/serve/first_entries.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/service_over.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

/// A server in this process, over a database without workspaces. Each `operator_entry` is what one
/// start of it, or of another one, knows.
class operator_of_a_server : public testing::Test {
protected:
  operator_of_a_server() { server.start(); }

  service_options options() {
    return test::service_over(
        database, folder.path(), log,
        {{"operations_port", std::to_string(test::free_port())}, {"jwks_alg", "ES256"}});
  }

  operator_entry start(const fs::path& at) { return {server, at, "/tls/ca.pem"}; }
  operator_found started() { return start(file).prepare(); }

  /// While no workspace can be made, so that what was begun there waits.
  operator_found prepared_without_control(operator_entry& entry) {
    database.execute("REVOKE EXECUTE ON FUNCTION muniment.provision FROM muniment_control");
    const auto found = entry.prepare();
    database.execute("GRANT EXECUTE ON FUNCTION muniment.provision TO muniment_control");
    return found;
  }

  /// As `muniment client create -w system` does it.
  void enter_operator(const std::string& name, const std::string& secret) {
    const auto enter = [](service& into, http::new_client wanted) -> asio::awaitable<std::string> {
      const auto at = co_await into.node().workspaces().find("system");
      const auto entered = co_await http::register_client(*at, std::move(wanted), the_system());
      co_return entered.why;
    };
    http::new_client wanted;
    wanted.client_id = name;
    wanted.name = name;
    wanted.kind = client::client_type::service;
    wanted.scopes = {"admin:read", "admin:write"};
    wanted.algorithm = "ES256";
    wanted.secret = secret;
    EXPECT_EQ(server.wait_for(enter(server, std::move(wanted))), "");
  }

  /// Whether a client of that name was ever entered in `system`.
  bool is_known(const std::string& name) {
    const auto look = [](service& in, std::string wanted) -> asio::awaitable<bool> {
      const auto at = co_await in.node().workspaces().find("system");
      auto named = public_claim(claim_kind::client_id, wanted);
      const auto holder = co_await at->holder(std::move(named));
      co_return holder.has_value();
    };
    return server.wait_for(look(server, name));
  }

  void keep(const std::string& name, const std::string& secret) const {
    write_credential(file, {"https://api.x", "https://system.x", name, secret});
  }
  credential kept() const { return read_credential(file); }

  test::journal_database database;
  test::temporary_directory folder;
  const fs::path file = folder.path() / "operator.json";
  std::ostringstream log;
  service server{options()};
};

TEST_F(operator_of_a_server, is_made_once_and_found_by_later_starts) {
  EXPECT_EQ(started(), operator_found::here);
  const auto made = kept();
  EXPECT_EQ(made.client_id, "operator");
  EXPECT_EQ(made.control, server.control_origin());
  EXPECT_EQ(made.ca_file, "/tls/ca.pem");
  EXPECT_EQ(started(), operator_found::here);
  EXPECT_EQ(kept().client_secret, made.client_secret);
  fs::remove(file);
  EXPECT_EQ(started(), operator_found::elsewhere);
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(operator_of_a_server, whose_file_has_it_all_is_not_written_again) {
  ASSERT_EQ(started(), operator_found::here);
  const auto elsewhere = folder.path() / "elsewhere.json";
  fs::rename(file, elsewhere);
  fs::create_symlink(elsewhere, file);
  EXPECT_EQ(started(), operator_found::here);
  EXPECT_TRUE(fs::is_symlink(file));
}

TEST_F(operator_of_a_server, stays_the_client_that_the_file_names) {
  ASSERT_EQ(started(), operator_found::here);
  enter_operator("second", "the secret of the second");
  keep("second", "the secret of the second");
  EXPECT_EQ(started(), operator_found::here);
  EXPECT_EQ(kept().client_id, "second");
  EXPECT_EQ(kept().client_secret, "the secret of the second");
  EXPECT_EQ(kept().control, server.control_origin()) << "its addresses are brought up to date";
}

TEST_F(operator_of_a_server, is_no_client_that_only_a_file_names) {
  ASSERT_EQ(started(), operator_found::here);
  keep("secnod", "the secret of the second");
  EXPECT_EQ(started(), operator_found::refused);
  EXPECT_FALSE(is_known("secnod"));
  EXPECT_EQ(kept().client_secret, "the secret of the second");
}

TEST_F(operator_of_a_server, is_not_taken_from_another_deployment) {
  keep("second", "the secret of the second");
  EXPECT_EQ(test::refusal_text([&] { started(); }),
            file.string() + " names the client second, and this deployment has no operator yet");
  EXPECT_EQ(database.value("SELECT count(*) FROM muniment.workspaces"), "0");
  EXPECT_EQ(kept().control, "https://api.x") << "it is left as it was";
  fs::remove(file);
  EXPECT_EQ(started(), operator_found::here);
}

TEST_F(operator_of_a_server, of_whom_the_file_has_another_secret_is_told_and_the_file_stays) {
  ASSERT_EQ(started(), operator_found::here);
  keep("operator", "a secret of before");
  EXPECT_EQ(started(), operator_found::refused);
  EXPECT_EQ(kept().client_secret, "a secret of before");
}

TEST_F(operator_of_a_server, is_another_servers_who_was_faster_while_this_one_waited) {
  auto slow = start(file);
  ASSERT_EQ(prepared_without_control(slow), operator_found::not_now);
  ASSERT_TRUE(fs::exists(file));
  ASSERT_EQ(start(folder.path() / "faster.json").prepare(), operator_found::here);
  EXPECT_EQ(slow.prepare(), operator_found::elsewhere);
  EXPECT_FALSE(fs::exists(file)) << "it opened nothing";
}

TEST_F(operator_of_a_server, is_this_servers_where_an_answer_was_lost) {
  auto slow = start(file);
  ASSERT_EQ(prepared_without_control(slow), operator_found::not_now);
  const auto secret = kept().client_secret;
  ASSERT_EQ(started(), operator_found::here) << "entered with that secret";
  EXPECT_EQ(slow.prepare(), operator_found::here);
  EXPECT_EQ(kept().client_secret, secret);
}

TEST_F(operator_of_a_server, whose_file_came_from_elsewhere_while_it_waited_keeps_it) {
  auto slow = start(file);
  ASSERT_EQ(prepared_without_control(slow), operator_found::not_now);
  ASSERT_EQ(start(folder.path() / "faster.json").prepare(), operator_found::here);
  keep("operator", "a secret of before");
  EXPECT_EQ(slow.prepare(), operator_found::refused);
  EXPECT_EQ(kept().client_secret, "a secret of before");
}

}
}
