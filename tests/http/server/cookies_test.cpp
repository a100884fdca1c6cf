// SPDX-License-Identifier: Apache-2.0
#include "http/server/cookies.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

constexpr std::array<std::string_view, 2> known{"__Host-session", "__Host-csrf"};

TEST(cookies, of_ours_are_found_among_others) {
  cookie_jar jar(known);
  EXPECT_EQ(jar.read("a=b; __Host-session=abc.DEF_-;__Host-other=x; bare"), std::nullopt);
  EXPECT_EQ(jar.read("__Host-csrf=1"), std::nullopt);
  EXPECT_EQ(jar.find("__Host-session"), "abc.DEF_-");
  EXPECT_EQ(jar.find("__Host-csrf"), "1");
  EXPECT_EQ(jar.find("a"), std::nullopt);
}

TEST(cookies, of_ours_twice_are_refused) {
  cookie_jar line(known), lines(known);
  EXPECT_EQ(line.read("__Host-session=a; b=c; __Host-session=a"), cookie_fault::duplicate);
  EXPECT_EQ(lines.read("__Host-session=a"), std::nullopt);
  EXPECT_EQ(lines.read("__Host-session=b"), cookie_fault::duplicate);
}

TEST(cookies, of_ours_with_foreign_octets_are_refused) {
  for (const auto* field :
       {"__Host-session", "__Host-session=a b", "__Host-session=\"a\"", "__Host-session=a,b",
        "__Host-session=\xc3\xa9", "__Host-session=a\tb", "__Host-session=a\\b"}) {
    cookie_jar jar(known);
    EXPECT_EQ(jar.read(field), cookie_fault::malformed) << field;
  }
  cookie_jar jar(known);
  EXPECT_EQ(jar.read("__Host-session=" + std::string(4097, 'a')), cookie_fault::malformed);
}

TEST(cookies, of_neighbours_are_passed_over_whatever_they_hold) {
  cookie_jar jar(known);
  std::string bomb;
  for (int count = 0; count < 2000; ++count)
    bomb += "bomb" + std::to_string(count) + "=\"\t\xff,\\ ;";
  bomb += "__Host-session=a";
  EXPECT_EQ(jar.read(bomb), std::nullopt);
  EXPECT_EQ(jar.find("__Host-session"), "a");
}

TEST(cookies, of_similar_names_are_not_ours) {
  cookie_jar jar(known);
  EXPECT_EQ(jar.read("__host-session=a; __Host-session2=b; __Host-sessio=c; =__Host-session=d; "
                     "__Host-session =e"),
            std::nullopt);
  EXPECT_EQ(jar.find("__Host-session"), std::nullopt);
}

TEST(cookies, are_set_for_this_host_only) {
  EXPECT_EQ(set_cookie("__Host-session", "abc"),
            "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(set_cookie("__Host-session", "abc", std::chrono::minutes{2}),
            "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=120");
  EXPECT_EQ(clear_cookie("__Host-session"),
            "__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(cookies, that_could_not_be_read_back_are_not_set) {
  for (const auto* name :
       {"session", "__Host-", "__Host-a b", "__Host-a;b", "__Host-a=b", "__Secure-a"})
    EXPECT_EQ(set_cookie(name, "x"), std::nullopt) << name;
  for (const auto* value : {"a;b", "a b", "a\r\nSet-Cookie: b", "\xc3\xa9"})
    EXPECT_EQ(set_cookie("__Host-a", value), std::nullopt) << value;
  EXPECT_EQ(set_cookie("__Host-a", std::string(4097, 'x')), std::nullopt);
}

}
}
