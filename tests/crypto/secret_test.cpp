// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <type_traits>

namespace muniment::crypto {
namespace {

template <class T>
concept printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!std::is_copy_constructible_v<secret_bytes>);
static_assert(!std::is_copy_assignable_v<secret_bytes>);
static_assert(std::is_nothrow_move_constructible_v<secret_bytes>);
static_assert(!printable<secret_bytes>);
static_assert(!std::equality_comparable<secret_bytes>);
static_assert(!std::is_convertible_v<secret_bytes, bytes_view>);

bytes copied(bytes_view data) { return {data.begin(), data.end()}; }

TEST(secret, reveals_what_it_owns) {
  const secret_bytes secret(bytes{1, 2, 3});
  EXPECT_EQ(copied(secret.reveal()), (bytes{1, 2, 3}));
  EXPECT_EQ(secret.size(), 3u);
  EXPECT_TRUE(secret_bytes().empty());
}

TEST(secret, leaves_nothing_behind_when_moved) {
  secret_bytes source(bytes{1, 2, 3});
  const auto* place = source.reveal().data();
  const secret_bytes target(std::move(source));
  EXPECT_EQ(target.reveal().data(), place) << "moved by copy";
  EXPECT_TRUE(source.empty());
}

TEST(secret, clones_into_other_memory) {
  const secret_bytes source(bytes{1, 2, 3});
  const auto clone = source.clone();
  EXPECT_NE(clone.reveal().data(), source.reveal().data());
  EXPECT_EQ(copied(clone.reveal()), copied(source.reveal()));
}

TEST(secret, takes_over_another_and_survives_itself) {
  secret_bytes first(bytes{1, 1, 1}), second(bytes{2, 2, 2});
  first = std::move(second);
  EXPECT_EQ(copied(first.reveal()), (bytes{2, 2, 2}));
  EXPECT_TRUE(second.empty());
  auto& itself = first;
  first = std::move(itself);
  EXPECT_EQ(copied(first.reveal()), (bytes{2, 2, 2}));
}

TEST(secret, wipes_with_zeroes) {
  bytes data(64, 0xaa);
  wipe(data);
  EXPECT_TRUE(std::all_of(data.begin(), data.end(), [](auto byte) { return byte == 0; }));
  wipe({});
}

}
}
