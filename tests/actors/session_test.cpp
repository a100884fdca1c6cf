// SPDX-License-Identifier: Apache-2.0
#include "actors/session.hpp"

#include "tests/support/given.hpp"

namespace muniment::session {
namespace {

using namespace std::chrono_literals;
using test::given;
using enum refusal_code;

const instant noon = from_microseconds(1'772'546'580'000'000);
const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const start wish{ada, bytes(32, 1), {"pwd"}, noon, noon + 24h, 3600, noon, shop};
const started running{ada, bytes(32, 1), {"pwd"}, noon, noon + 24h, 3600, shop};
const end logout{session_end::logout};
const ended over{session_end::logout};
const std::vector<event<opened>> none;

TEST(session, every_command_before_it_starts) {
  given<noun>().when(wish).then({running});
  given<noun>().when(logout).then(not_found);
}

TEST(session, may_start_without_a_client) {
  auto alone = wish;
  alone.client.reset();
  auto begun = running;
  begun.client.reset();
  given<noun>().when(alone).then({begun});
}

TEST(session, every_command_while_it_lives) {
  given<noun>({running}).when(wish).then(already_exists);
  given<noun>({running}).when(logout).then({over}).when(logout).then(none);
}

TEST(session, every_command_once_it_is_over) {
  given<noun>({running, over}).when(wish).then(already_exists);
  given<noun>({running, over}).when(end{session_end::revoked}).then(none);
}

TEST(session, starts_with_acceptable_values) {
  std::vector<start> bad(9, wish);
  bad[0].user = {};
  bad[1].secret_digest.clear();
  bad[2].methods.clear();
  bad[3].methods = {"pwd", "pwd"};
  bad[4].authenticated_at = noon + 1s;
  bad[5].expires_at = noon;
  bad[6].idle_seconds = 0;
  bad[7].secret_digest.push_back(0);
  bad[8].client = uuid{};
  for (const auto& each : bad)
    given<noun>().when(each).then(invalid_value);
}

TEST(session, is_about_the_user) {
  EXPECT_EQ(noun::subject({}, {}, running), ada);
  EXPECT_EQ(noun::subject({}, given<noun>({running}).state(), over), ada);
}

}
}
