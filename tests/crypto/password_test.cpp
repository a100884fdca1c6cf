// SPDX-License-Identifier: Apache-2.0
#include "crypto/password.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::crypto {
namespace {

const auto horse = as_bytes("correct horse");

// Made by other implementations: Python's cryptography, crypt and hashlib.
constexpr std::string_view argon2id_lanes = "$argon2id$v=19$m=64,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$"
                                            "J6rOp0uRPYZ0wNbYYDsezB06q/di10m/0dw24OZUhC0";
constexpr std::string_view argon2id_ours = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                           "AdweBLwcflnNX2HVW8i1Mtu7frrn4Ki7h/rYSGuU7Is";
constexpr std::string_view bcrypt_hash =
    "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
constexpr std::string_view bcrypt_72 =
    "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
constexpr std::string_view pbkdf2_sha256 =
    "$pbkdf2-sha256$i=1000$8PHy8/T19vf4+fr7/P3+/w$JwgcbJZlHBoE0uPBMy9SZsCsIJXsYLx/8XwH97PVwMU";
constexpr std::string_view pbkdf2_passlib =
    "$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$JwgcbJZlHBoE0uPBMy9SZsCsIJXsYLx/8XwH97PVwMU";
constexpr std::string_view pbkdf2_sha512 = "$pbkdf2-sha512$i=1000$8PHy8/T19vf4+fr7/P3+/"
                                           "w$xqu1f3FSdHbs02z9AocIk0UpBf6S9uqlRTfcS56zkPqTxPMhm+"
                                           "kj4D+e8E9DRlH/uXf/Pe1g59vHIM0MwcvtiA";

std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const auto at = changed.find(from);
  if (at == std::string::npos) throw std::logic_error("nothing to replace");
  return changed.replace(at, from.size(), to);
}

TEST(password, matches_what_it_hashed_and_nothing_else) {
  const auto stored = hash_password(horse);
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_EQ(verify_password(stored, horse), password_check::match);
  EXPECT_EQ(verify_password(stored, as_bytes("correct horsf")), password_check::mismatch);
  EXPECT_EQ(verify_password(stored, as_bytes("correct hors")), password_check::mismatch);
  EXPECT_EQ(verify_password(stored, {}), password_check::mismatch);
  EXPECT_NE(hash_password(horse), stored) << "the salt is not random";
}

TEST(password, takes_any_bytes_up_to_the_limit) {
  const bytes longest(max_password_size, 'x');
  const auto stored = hash_password(longest);
  EXPECT_EQ(verify_password(stored, longest), password_check::match);
  EXPECT_EQ(verify_password(stored, bytes(max_password_size - 1, 'x')), password_check::mismatch);
  EXPECT_EQ(verify_password(stored, bytes(max_password_size + 1, 'x')), password_check::mismatch);
  EXPECT_THROW(hash_password(bytes(max_password_size + 1, 'x')), std::length_error);
  const auto empty = hash_password({});
  EXPECT_EQ(verify_password(empty, {}), password_check::match);
  const bytes zero_inside{'a', 0, 'b'};
  const auto zeroed = hash_password(zero_inside);
  EXPECT_EQ(verify_password(zeroed, zero_inside), password_check::match);
  EXPECT_EQ(verify_password(zeroed, as_bytes("a")), password_check::mismatch);
}

TEST(password, verifies_hashes_made_elsewhere) {
  for (const auto stored :
       {argon2id_lanes, argon2id_ours, bcrypt_hash, pbkdf2_sha256, pbkdf2_passlib, pbkdf2_sha512}) {
    EXPECT_EQ(verify_password(stored, horse), password_check::match) << stored;
    EXPECT_EQ(verify_password(stored, as_bytes("correct house")), password_check::mismatch)
        << stored;
    EXPECT_EQ(verify_password(stored, {}), password_check::mismatch) << stored;
  }
  EXPECT_EQ(verify_password(with(bcrypt_hash, "$2b", "$2a"), horse), password_check::match);
  EXPECT_EQ(verify_password(with(bcrypt_hash, "$2b", "$2y"), horse), password_check::match);
}

TEST(password, never_matches_bcrypt_by_a_beginning) {
  EXPECT_EQ(verify_password(bcrypt_72, bytes(72, 'x')), password_check::match);
  EXPECT_EQ(verify_password(bcrypt_72, bytes(73, 'x')), password_check::mismatch);
  auto with_zero = bytes(horse.begin(), horse.end());
  with_zero.push_back(0);
  EXPECT_EQ(verify_password(bcrypt_hash, with_zero), password_check::mismatch);
}

TEST(password, calls_what_it_cannot_read_malformed) {
  const std::string unreadable[] = {
      "",
      "$",
      "$2",
      "$2b$",
      "plain",
      "$argon2id$",
      "$pbkdf2-sha256$",
      with(argon2id_ours, "argon2id", "argon2i"),
      with(argon2id_ours, "v=19", "v=16"),
      with(argon2id_ours, "m=19456", "m=019456"),
      with(argon2id_ours, "m=19456", "m=+19456"),
      with(argon2id_ours, "m=19456", "m="),
      with(argon2id_ours, "m=19456", "m=99999999999"),
      with(argon2id_ours, "m=19456,t=2", "t=2,m=19456"),
      with(argon2id_ours, ",p=1", ""),
      with(argon2id_ours, "c2FsdHNhbHRzYWx0c2FsdA", "c2Fs"),
      with(argon2id_ours, "c2FsdHNhbHRzYWx0c2FsdA", ""),
      with(argon2id_ours, "AdweBLwcflnNX2HVW8i1Mtu7frrn4Ki7h/rYSGuU7Is", ""),
      std::string(argon2id_ours) + "=",
      std::string(argon2id_ours) + "$",
      std::string(argon2id_ours) + "\n",
      with(bcrypt_hash, "$2b", "$2x"),
      with(bcrypt_hash, "$2b", "$2c"),
      with(bcrypt_hash, "$04", "$ 4"),
      with(bcrypt_hash, "a", ":"),
      std::string(bcrypt_hash) + "a",
      std::string(bcrypt_hash.substr(0, 59)),
      with(pbkdf2_sha256, "sha256", "sha1"),
      with(pbkdf2_sha256, "i=1000", "i=0"),
      with(pbkdf2_sha256, "8PHy8/T19vf4+fr7/P3+/w", "8PHy8/T19vf4.fr7/P3./w"),
      with(pbkdf2_passlib, "8PHy8/T19vf4.fr7/P3./w", "8PHy8/T19vf4+fr7/P3+/w"),
      with(pbkdf2_sha256, "$JwgcbJZlHBoE0uPBMy9SZsCsIJXsYLx/8XwH97PVwMU", "$"),
      std::string(pbkdf2_sha256) + std::string(600, 'A')};
  for (const auto& stored : unreadable)
    EXPECT_EQ(verify_password(stored, horse), password_check::malformed) << stored;
}

TEST(password, refuses_to_work_harder_than_the_limits) {
  const std::string too_dear[] = {with(argon2id_ours, "m=19456", "m=262145"),
                                  with(argon2id_ours, "t=2", "t=11"),
                                  with(argon2id_ours, "t=2", "t=0"),
                                  with(argon2id_ours, "p=1", "p=5"),
                                  with(argon2id_ours, "p=1", "p=0"),
                                  with(argon2id_lanes, "m=64", "m=31"),
                                  with(bcrypt_hash, "$04", "$16"),
                                  with(bcrypt_hash, "$04", "$31"),
                                  with(bcrypt_hash, "$04", "$03"),
                                  with(pbkdf2_sha256, "i=1000", "i=2000001"),
                                  with(pbkdf2_passlib, "1000", "2000001")};
  for (const auto& stored : too_dear)
    EXPECT_EQ(verify_password(stored, horse), password_check::malformed) << stored;
}

TEST(password, upgrades_all_but_its_own_kind) {
  EXPECT_FALSE(needs_upgrade(hash_password(horse)));
  EXPECT_FALSE(needs_upgrade(argon2id_ours));
  EXPECT_FALSE(needs_upgrade(with(argon2id_ours, "m=19456,t=2", "m=65536,t=3")));
  EXPECT_TRUE(needs_upgrade(with(argon2id_ours, "m=19456", "m=19455")));
  EXPECT_TRUE(needs_upgrade(with(argon2id_ours, "t=2", "t=1")));
  for (const auto stored :
       {argon2id_lanes, bcrypt_hash, pbkdf2_sha256, pbkdf2_passlib, std::string_view()})
    EXPECT_TRUE(needs_upgrade(stored)) << stored;
}

TEST(password, has_a_decoy_as_dear_as_the_real_thing) {
  EXPECT_EQ(verify_password(decoy_hash(), horse), password_check::mismatch);
  EXPECT_EQ(verify_password(decoy_hash(), {}), password_check::mismatch);
  EXPECT_FALSE(needs_upgrade(decoy_hash()));
  const auto real = hash_password(horse);
  EXPECT_EQ(decoy_hash().size(), real.size());
  const auto cost_of = [](std::string_view stored) {
    return stored.substr(0, stored.find("p=1$"));
  };
  EXPECT_EQ(cost_of(decoy_hash()), cost_of(real));
}

}
}
