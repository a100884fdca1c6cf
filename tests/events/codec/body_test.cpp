// SPDX-License-Identifier: Apache-2.0
#include "events/codec/body.hpp"

#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment {

struct letter_sent_v1 {
  static constexpr std::string_view type = "letter.sent";
  static constexpr std::uint16_t version = 1;
  std::string to;
};
BOOST_DESCRIBE_STRUCT(letter_sent_v1, (), (to))

struct letter_sent_v2 {
  static constexpr std::string_view type = "letter.sent";
  static constexpr std::uint16_t version = 2;
  std::string to;
  std::uint32_t pages{};
};
BOOST_DESCRIBE_STRUCT(letter_sent_v2, (), (to, pages))

struct letter_sent {
  static constexpr std::string_view type = "letter.sent";
  static constexpr std::uint16_t version = 3;
  std::vector<std::string> to;
  std::uint32_t pages{};
  friend bool operator==(const letter_sent&, const letter_sent&) = default;
};
BOOST_DESCRIBE_STRUCT(letter_sent, (), (to, pages))

template <>
struct previous<letter_sent_v2> {
  using type = letter_sent_v1;
  static letter_sent_v2 upcast(letter_sent_v1 from) { return {std::move(from.to), 1}; }
};
template <>
struct previous<letter_sent> {
  using type = letter_sent_v2;
  static letter_sent upcast(letter_sent_v2 from) { return {{std::move(from.to)}, from.pages}; }
};

namespace {

template <class E>
bytes body_of(const E& fact) {
  auto at = test::sample<envelope>();
  at.format = envelope::current_format;
  at.type = E::type;
  at.type_version = E::version;
  return encode_body(at, pack_event(fact));
}

using letter = std::variant<letter_sent>;

TEST(body, every_older_version_arrives_in_the_newest_shape) {
  const auto first = body_of(letter_sent_v1{"ada"});
  const auto second = body_of(letter_sent_v2{"ada", 3});
  const auto third = body_of(letter_sent{{"ada"}, 3});
  EXPECT_EQ(std::get<letter_sent>(*decode_fact<letter>(*decode_body(first))),
            (letter_sent{{"ada"}, 1}));
  EXPECT_EQ(std::get<letter_sent>(*decode_fact<letter>(*decode_body(second))),
            (letter_sent{{"ada"}, 3}));
  EXPECT_EQ(std::get<letter_sent>(*decode_fact<letter>(*decode_body(third))),
            (letter_sent{{"ada"}, 3}));
}

TEST(body, version_zero_never_existed) {
  auto at = test::sample<envelope>();
  at.format = envelope::current_format;
  at.type = letter_sent::type;
  at.type_version = 0;
  const auto body = encode_body(at, pack_event(letter_sent{}));
  EXPECT_EQ(decode_fact<letter>(*decode_body(body)).error(), codec_error::unknown_version);
}

TEST(body, an_unknown_actor_kind_decodes) {
  auto at = test::sample<envelope>();
  at.format = envelope::current_format;
  at.actor.kind = static_cast<actor_kind>(99);
  const auto body = encode_body(at, pack(letter_sent{}));
  EXPECT_EQ(decode_body(body)->at().actor.kind, static_cast<actor_kind>(99));
}

TEST(body, another_format_is_refused) {
  auto at = test::sample<envelope>();
  at.format = 2;
  const auto body = encode_body(at, pack(letter_sent{}));
  EXPECT_EQ(decode_body(body).error(), codec_error::unknown_version);
}

TEST(body, every_truncation_is_refused) {
  const auto whole = body_of(letter_sent{{"ada"}, 1});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode_body(bytes_view{whole}.first(size))) << size;
}

TEST(body, its_head_is_read_whatever_stands_behind_it) {
  auto whole = body_of(letter_sent{{"ada"}, 1});
  const auto at = decode_body(whole)->at();
  const auto head = decode_head(whole);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->position, at.position);
  EXPECT_EQ(head->type, "letter.sent");
  const auto behind = static_cast<std::size_t>(head->type.data() + head->type.size() -
                                               reinterpret_cast<const char*>(whole.data()));
  std::fill(whole.begin() + static_cast<std::ptrdiff_t>(behind), whole.end(), 0xc1);
  EXPECT_FALSE(decode_body(whole));
  EXPECT_EQ(decode_head(whole)->type, "letter.sent");
  EXPECT_TRUE(decode_head(bytes_view{whole}.first(behind)));
  for (std::size_t size = 0; size < behind; ++size)
    EXPECT_FALSE(decode_head(bytes_view{whole}.first(size))) << size;
}

TEST(body, a_head_of_another_shape_is_refused) {
  auto at = test::sample<envelope>();
  at.format = 2;
  EXPECT_EQ(decode_head(encode_body(at, pack(letter_sent{}))).error(),
            codec_error::unknown_version);
  EXPECT_EQ(decode_head(pack(letter_sent{})).error(), codec_error::wrong_shape);
  EXPECT_EQ(decode_head(pack(std::string{"letter.sent"})).error(), codec_error::wrong_shape);
  // As many members as an envelope and a payload have, but the fourth holds others.
  msgpack::sbuffer nested;
  packer out{nested};
  out.pack_array(member_count<envelope> + 1).pack(1).pack(1).pack(1);
  out.pack_array(1).pack(1).pack(1).pack(1).pack(std::string{"letter.sent"});
  const auto* first = reinterpret_cast<const std::uint8_t*>(nested.data());
  EXPECT_EQ(decode_head({first, nested.size()}).error(), codec_error::wrong_shape);
}

}
}
