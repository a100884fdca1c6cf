// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include "crypto/encoding.hpp"
#include "crypto/openssl.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>

namespace muniment::crypto {

namespace {

/// How often this process became another: what its parent had drawn ahead is the parent's.
std::atomic<unsigned> forks{0};

unsigned forks_so_far() {
  static const int watching = pthread_atfork(nullptr, nullptr, [] { ++forks; });
  detail::check(watching == 0, "watch for forks");
  return forks.load(std::memory_order_relaxed);
}

void draw(std::span<std::uint8_t> target) {
  detail::check(RAND_bytes_ex(nullptr, target.data(), target.size(), 0) == 1, "draw random bytes");
}

/// A draw costs nearly the same for sixteen octets and for a thousand.
class drawn_ahead {
public:
  static constexpr std::size_t longest = 64; ///< what is worth taking from here

  void take(std::span<std::uint8_t> target) {
    if (left_ < target.size() || drawn_in_ != forks_so_far()) {
      drawn_in_ = forks_so_far();
      left_ = 0;
      draw(octets_);
      left_ = octets_.size();
    }
    std::ranges::copy(std::span(octets_).last(left_).first(target.size()), target.begin());
    left_ -= target.size();
  }

private:
  std::array<std::uint8_t, 1024> octets_;
  std::size_t left_ = 0;
  unsigned drawn_in_ = 0;
};

}

bytes random_bytes(std::size_t size) {
  bytes data(size);
  random_fill(data);
  return data;
}

void random_fill(std::span<std::uint8_t> target) {
  thread_local drawn_ahead mine;
  if (target.size() <= drawn_ahead::longest)
    mine.take(target);
  else
    draw(target);
}

secret_bytes random_secret(std::size_t size) {
  bytes data(size);
  secret_fill(data);
  return secret_bytes(std::move(data));
}

void secret_fill(std::span<std::uint8_t> target) {
  detail::check(RAND_priv_bytes_ex(nullptr, target.data(), target.size(), 0) == 1, "draw a secret");
}

std::string random_token(std::size_t n_bytes) {
  return base64url_encode(random_secret(n_bytes).reveal());
}

std::string random_name(std::size_t n_bytes) {
  auto octets = random_bytes(n_bytes);
  auto name = base64url_encode(octets);
  while (name.starts_with('-')) {
    random_fill(octets);
    name = base64url_encode(octets);
  }
  return name;
}

bool equal_in_constant_time(bytes_view left, bytes_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}
