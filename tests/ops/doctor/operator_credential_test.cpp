// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/operator_credential.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/heard.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

namespace muniment::doctor {
namespace {

const ops::credential kept{"https://api.example.com", "https://system.example.com", "operator",
                           "secret-word"};

TEST(operator_credential, is_for_the_deployment_of_the_settings) {
  EXPECT_EQ(judge_credential(kept, "/o.json", "https://api.example.com").judged, verdict::ok);
  const auto foreign = judge_credential(kept, "/o.json", "https://api.other.com");
  EXPECT_EQ(foreign.judged, verdict::warning);
  EXPECT_EQ((foreign.found + foreign.mend).find("secret-word"), std::string::npos);
}

TEST(operator_credential, is_accepted_by_a_server_that_runs) {
  EXPECT_EQ(judge_acceptance({}).judged, verdict::ok);
  EXPECT_EQ(judge_acceptance({true, {}, {}}).judged, verdict::ok);
  EXPECT_EQ(judge_acceptance({true, "the secret is wrong", "restore it"}),
            failed("accepted", "the server does not accept it: the secret is wrong", "restore it"));
}

class operator_credential_file : public testing::Test {
protected:
  operator_credential_file() {
    at.data_directory = folder.path();
    at.credential = folder.path() / "operator.json";
    at.values = ops::load_settings({})->values;
    at.values.base_domain = "example.com";
  }
  test::heard looked() const {
    test::heard heard;
    look_at_credential(at, heard);
    return heard;
  }

  test::temporary_directory folder;
  places at;
};

TEST_F(operator_credential_file, may_be_on_another_machine_unless_it_is_ups) {
  EXPECT_NE(test::refusal_text([&] { looked(); }).find("is not at"), std::string::npos);
  at.private_database = false;
  EXPECT_EQ(looked().verdict_of("credential"), verdict::warning);
}

TEST_F(operator_credential_file, is_read_by_its_owner_alone) {
  ops::write_credential(at.credential, kept);
  at.values.listen_port = 1; // Nobody listens there.
  EXPECT_EQ(looked().verdict_of("credential"), verdict::ok);
  EXPECT_EQ(looked().verdict_of("accepted"), verdict::ok);
  std::filesystem::permissions(at.credential, std::filesystem::perms{0644});
  EXPECT_NE(test::refusal_text([&] { looked(); }).find("can be read by others"), std::string::npos);
}

}
}
