// SPDX-License-Identifier: Apache-2.0
#include "http/server/uri.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muniment::http {
namespace {

// The components between bars; `-` where one is absent.
std::string cut(std::string_view text) {
  const auto parts = split_uri(text);
  if (!parts) return "refused";
  const auto shown = [](const std::optional<std::string_view>& part) {
    return std::string(part.value_or("-"));
  };
  return std::string(parts->scheme) + "|" + shown(parts->user_information) + "|" +
         shown(parts->host) + "|" + shown(parts->port) + "|" + std::string(parts->path) + "|" +
         shown(parts->query) + "|" + shown(parts->fragment);
}

TEST(uri, is_cut_into_its_components) {
  EXPECT_EQ(cut("https://a.test"), "https|-|a.test|-||-|-");
  EXPECT_EQ(cut("https://u:p@a.test:80/b/c?d=e?f#g"), "https|u:p|a.test|80|/b/c|d=e?f|g");
  EXPECT_EQ(cut("http://[::1]:1/?#"), "http|-|[::1]|1|/||");
  EXPECT_EQ(cut("http://[::1]"), "http|-|[::1]|-||-|-");
  EXPECT_EQ(cut("http://127.0.0.1.evil.test/cb"), "http|-|127.0.0.1.evil.test|-|/cb|-|-");
  EXPECT_EQ(cut("https://a.test/./b/../c"), "https|-|a.test|-|/./b/../c|-|-");
  EXPECT_EQ(cut("https://a.test:/"), "https|-|a.test||/|-|-");
  EXPECT_EQ(cut("https://@/"), "https|||-|/|-|-");
  EXPECT_EQ(cut("com.example.app:/a:b@c"), "com.example.app|-|-|-|/a:b@c|-|-");
  EXPECT_EQ(cut("a:b"), "a|-|-|-|b|-|-");
  EXPECT_EQ(cut("a:"), "a|-|-|-||-|-");
}

TEST(uri, is_refused_where_an_octet_has_no_place) {
  for (const auto* text : {"",
                           "a",
                           "/a",
                           "//a",
                           ":a",
                           "1a:b",
                           "a_b:c",
                           "https://a b/",
                           "https://a\\b/",
                           "https://a/\x7f",
                           "https://a/\n",
                           "https://a/\xc3\xa9",
                           "https://a/%",
                           "https://a/%4",
                           "https://a/%zz",
                           "https://a:b/",
                           "https://a:1:2/",
                           "https://[::1/",
                           "https://::1]/",
                           "https://[]/",
                           "https://[::1]a/",
                           "https://[g]/",
                           "https://a@b@c/",
                           "https://a/[",
                           "https://a/?<",
                           "https://a/#\"",
                           "https://a/#b#c",
                           "https://a/^",
                           "https://a/|"})
    EXPECT_EQ(cut(text), "refused") << text;
}

TEST(uri, port_is_one_that_can_be_connected_to) {
  for (const auto* text : {"1", "80", "08443", "65535"})
    EXPECT_TRUE(is_port(text)) << text;
  for (const auto* text : {"", "0", "65536", "000080", "-1", "+80", "8o", " 80", "80 "})
    EXPECT_FALSE(is_port(text)) << text;
}

TEST(uri, all_but_unreserved_characters_is_encoded_in_a_part_of_one) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encoded("a b/c?d=e&f+%"), "a%20b%2Fc%3Fd%3De%26f%2B%25");
  EXPECT_EQ(percent_encoded("ž"), "%C5%BE");
}

}
}
