// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace muniment::crypto {
namespace {

TEST(random, gives_the_size_asked_for) {
  EXPECT_TRUE(random_bytes(0).empty());
  EXPECT_EQ(random_bytes(33).size(), 33u);
  EXPECT_EQ(random_secret(32).size(), 32u);
  EXPECT_EQ(random_token(32).size(), 43u);
  EXPECT_EQ(base64url_decode(random_token(32))->size(), 32u);
}

TEST(random, fills_the_whole_target) {
  // A byte that is never written stays zero in all 64 rounds; by chance: 2^-512.
  std::vector<bool> touched(40, false);
  for (int round = 0; round < 64; ++round) {
    bytes data(40, 0);
    random_fill(data);
    for (std::size_t i = 0; i < data.size(); ++i)
      touched[i] = touched[i] || data[i] != 0;
  }
  for (std::size_t i = 0; i < touched.size(); ++i)
    EXPECT_TRUE(touched[i]) << i;
}

TEST(random, never_repeats_a_token_across_threads) {
  constexpr int threads = 4, each = 500;
  std::vector<std::vector<std::string>> drawn(threads);
  std::vector<std::thread> workers;
  for (auto& mine : drawn)
    workers.emplace_back([&mine] {
      for (int i = 0; i < each; ++i)
        mine.push_back(random_token(16));
    });
  for (auto& worker : workers)
    worker.join();
  std::set<std::string> distinct;
  for (const auto& mine : drawn)
    distinct.insert(mine.begin(), mine.end());
  EXPECT_EQ(distinct.size(), threads * each);
}

TEST(equal_in_constant_time, sees_every_single_difference) {
  const auto data = random_bytes(64);
  EXPECT_TRUE(equal_in_constant_time(data, bytes(data)));
  for (std::size_t i = 0; i < data.size(); ++i) {
    auto other = data;
    other[i] ^= 1;
    EXPECT_FALSE(equal_in_constant_time(data, other)) << i;
  }
  EXPECT_FALSE(equal_in_constant_time(data, bytes_view(data).first(63)));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
}

}
}
