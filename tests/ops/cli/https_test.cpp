// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/https.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/free_port.hpp"

#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

TEST(https, makes_a_query_of_what_is_there) {
  EXPECT_EQ(query_of({{"a", "1"}, {"b", ""}, {"c", "x y"}}), "a=1&c=x%20y");
  EXPECT_EQ(query_of({}), "");
}

TEST(https, says_why_there_is_no_reply) {
  https_client client{""};
  const auto why = [&](const std::string& url) {
    try {
      client.send({"GET", url, {}, {}});
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return std::string{error.what()};
    }
    return std::string{};
  };
  const auto nobody = "https://api.muniment.localhost:" + std::to_string(test::free_port());
  EXPECT_EQ(why(nobody + "/secret?path"), "nobody answers at " + nobody);
  EXPECT_THROW(client.send({"GET", nobody, {}, {}}), server_away) << "it may be there later";
  const auto plain = why("http://localhost:" + std::to_string(test::free_port()) + "/");
  EXPECT_NE(plain.find("protocol"), std::string::npos) << "plain HTTP is not spoken: " << plain;
}

}
}
