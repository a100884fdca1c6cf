// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include "crypto/encoding.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
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

TEST(random, names_begin_as_no_option_does) {
  std::set<std::string> distinct;
  for (int round = 0; round < 4'000; ++round) {
    const auto name = random_name(12);
    ASSERT_EQ(name.size(), 16U);
    ASSERT_NE(name.front(), '-') << name;
    ASSERT_EQ(base64url_decode(name)->size(), 12U);
    distinct.insert(name);
  }
  EXPECT_EQ(distinct.size(), 4'000U);
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

TEST(random, never_repeats_what_was_drawn_ahead) {
  std::set<bytes> distinct;
  for (int i = 0; i < 1'000; ++i)
    distinct.insert(random_bytes(8 + i % 70));
  EXPECT_EQ(distinct.size(), 1'000U);
}

TEST(random, of_a_forked_process_is_its_own) {
  random_bytes(16); // from now on something is drawn ahead
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const auto child = ::fork();
  ASSERT_NE(child, -1);
  const auto drawn = random_bytes(16);
  if (child == 0) {
    const auto written = ::write(pipe[1], drawn.data(), drawn.size());
    ::_exit(written == 16 ? 0 : 1);
  }
  bytes of_child(16);
  EXPECT_EQ(::read(pipe[0], of_child.data(), of_child.size()), 16);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(of_child, drawn);
  ::close(pipe[0]);
  ::close(pipe[1]);
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
