// SPDX-License-Identifier: Apache-2.0
#include "events/codec/msgpack.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

enum class shade : std::uint8_t { light = 1, dark };
BOOST_DESCRIBE_ENUM(shade, light, dark)

struct inner {
  std::string name;
  std::optional<std::int32_t> number;
  friend bool operator==(const inner&, const inner&) = default;
};
BOOST_DESCRIBE_STRUCT(inner, (), (name, number))

struct outer {
  std::vector<inner> list;
  bytes octets;
  shade tone = shade::light;
  bool flag{};
  instant moment;
  uuid id;
  friend bool operator==(const outer&, const outer&) = default;
};
BOOST_DESCRIBE_STRUCT(outer, (), (list, octets, tone, flag, moment, id))

outer example() {
  return {{{"a", -5}, {"b", {}}}, {1, 2, 3}, shade::dark, true, from_microseconds(-7), {}};
}

TEST(msgpack, reads_what_it_wrote) {
  EXPECT_EQ(*unpack<outer>(bytes_view{pack(example())}), example());
}

TEST(msgpack, reads_what_takes_more_room_than_most) {
  auto many = example();
  many.list.assign(1'000, inner{"a name that stands in many elements", 7});
  EXPECT_EQ(*unpack<outer>(bytes_view{pack(many)}), many);
}

TEST(msgpack, a_struct_is_an_array_in_described_order) {
  EXPECT_EQ(pack(inner{"a", 5}), (bytes{0x92, 0xa1, 'a', 0x05}));
  EXPECT_EQ(pack(inner{"a", {}}), (bytes{0x92, 0xa1, 'a', 0xc0}));
}

TEST(msgpack, every_truncation_is_malformed) {
  const auto whole = pack(example());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(unpack<outer>(bytes_view{whole}.first(size)).error(), codec_error::malformed) << size;
}

TEST(msgpack, anything_behind_the_value_is_malformed) {
  auto longer = pack(example());
  longer.push_back(0xc0);
  EXPECT_EQ(unpack<outer>(bytes_view{longer}).error(), codec_error::malformed);
}

TEST(msgpack, another_shape_is_refused) {
  for (const bytes& data :
       {bytes{0xc0}, bytes{0x91, 0xa1, 'a'}, bytes{0x93, 0xa1, 'a', 5, 5}, bytes{0x92, 5, 5},
        bytes{0x92, 0xa1, 'a', 0xa1}, bytes{0x92, 0xa1, 'a', 0xcb, 0, 0, 0, 0, 0, 0, 0, 0}})
    EXPECT_FALSE(unpack<inner>(bytes_view{data}));
}

TEST(msgpack, integers_must_fit) {
  EXPECT_EQ(*unpack<std::uint8_t>(bytes_view{pack(std::uint64_t{255})}), 255);
  EXPECT_FALSE(unpack<std::uint8_t>(bytes_view{pack(std::uint64_t{256})}));
  EXPECT_FALSE(unpack<std::uint8_t>(bytes_view{pack(std::int64_t{-1})}));
  EXPECT_FALSE(unpack<std::int64_t>(bytes_view{pack(~std::uint64_t{0})}));
}

TEST(msgpack, an_unknown_enumerator_is_refused_unless_the_enum_is_open) {
  EXPECT_FALSE(unpack<shade>(bytes_view{pack(std::uint8_t{9})}));
}

TEST(msgpack, limits_hold_before_anything_is_allocated) {
  const bytes huge_array{0xdd, 0xff, 0xff, 0xff, 0xff};
  EXPECT_EQ(unpack<outer>(bytes_view{huge_array}).error(), codec_error::too_large);
  EXPECT_EQ(unpack<outer>(bytes_view{bytes(codec_limits::body_octets + 1)}).error(),
            codec_error::too_large);
  EXPECT_FALSE(unpack<outer>(bytes_view{bytes(codec_limits::depth + 2, 0x91)}));
}

}
}
