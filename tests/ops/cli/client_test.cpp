// SPDX-License-Identifier: Apache-2.0
// `client`, as far as `commands_test.cpp` does not drive it.
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <future>

namespace muniment::cli {
namespace {

class client_command : public test::scripted_server {
protected:
  std::vector<std::string> shown(const std::vector<std::string>& whom) const {
    std::vector<std::string> words{test::muniment_binary(), "client", "show", "-w", "acme"};
    words.insert(words.end(), {"--credential", file()});
    words.insert(words.end(), whom.begin(), whom.end());
    return words;
  }
  /// The words that give the client `o` of a workspace a new secret.
  std::vector<std::string> rotating(const std::string& slug, const std::string& credential) {
    answers(rotation, 200, R"({"client_id":"o","client_secret":"n3w"})");
    return {test::muniment_binary(), "client",  "rotate-secret", "o", "-w", slug,
            "--credential",          credential};
  }
  std::vector<std::string> surely_rotating(const std::string& credential) {
    auto words = rotating("system", credential);
    words.emplace_back("--yes");
    return words;
  }
  std::string kept_secret() const { return ops::read_credential(file()).client_secret; }

  static constexpr auto rotation = "POST /admin/clients/o/rotate-secret";
};

TEST_F(client_command, takes_a_name_that_looks_like_an_option_behind_two_dashes) {
  answers("GET /admin/clients/-tent", 200, R"({"client_id":"-tent","name":"Tent"})");
  EXPECT_EQ(test::program(shown({"-tent"})).wait(), 2);
  test::program found(shown({"--", "-tent"}));
  EXPECT_EQ(found.wait(), 0) << found.output();
  EXPECT_NE(found.output().find("Tent"), std::string::npos) << found.output();
}

TEST_F(client_command, asks_before_it_replaces_the_secret_that_it_asks_with) {
  test::program unsure(rotating("system", file()));
  EXPECT_EQ(unsure.wait(), 2);
  EXPECT_NE(unsure.output().find("--yes"), std::string::npos) << unsure.output();
  EXPECT_EQ(count(rotation), 0);
  EXPECT_EQ(kept_secret(), "s");
}

TEST_F(client_command, puts_its_own_new_secret_into_its_file) {
  const auto link = world.directory.path() / "link";
  std::filesystem::create_symlink(file(), link);
  test::program sure(surely_rotating(link.string()));
  EXPECT_EQ(sure.wait(), 0);
  EXPECT_NE(sure.output().find("n3w"), std::string::npos) << sure.output();
  EXPECT_EQ(kept_secret(), "n3w");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
}

TEST_F(client_command, is_ended_by_no_signal_before_its_own_new_secret_is_kept) {
  std::promise<pid_t> begun;
  meanwhile(rotation, [whom = begun.get_future().share()] { ::kill(whom.get(), SIGTERM); });
  test::program sure(surely_rotating(file()));
  begun.set_value(sure.pid());
  EXPECT_EQ(sure.wait(), 0) << sure.output();
  EXPECT_EQ(kept_secret(), "n3w");
}

TEST_F(client_command, tells_where_its_own_new_secret_is_to_be_put_if_it_cannot) {
  std::filesystem::create_directories(file() + ".new/in-the-way");
  test::program sure(surely_rotating(file()));
  EXPECT_EQ(sure.wait(), 0);
  EXPECT_NE(sure.output().find("still has the old secret"), std::string::npos) << sure.output();
  EXPECT_NE(sure.output().find("n3w"), std::string::npos) << sure.output();
  EXPECT_EQ(kept_secret(), "s");
}

TEST_F(client_command, keeps_its_file_when_another_clients_secret_is_replaced) {
  test::program other(rotating("acme", file()));
  EXPECT_EQ(other.wait(), 0) << other.output();
  EXPECT_EQ(kept_secret(), "s") << "a client of the same name in another workspace";
}

}
}
