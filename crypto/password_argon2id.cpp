// SPDX-License-Identifier: Apache-2.0
#include "crypto/encoding.hpp"
#include "crypto/large_memory.hpp"
#include "crypto/openssl.hpp"
#include "crypto/password_schemes.hpp"
#include "crypto/random.hpp"

#include <argon2.h>

namespace muniment::crypto::detail {
namespace {

constexpr std::uint32_t most_memory_kib = 256 * 1024;
constexpr std::uint32_t most_passes = 10;
constexpr std::uint32_t most_lanes = 4;

int take_memory(std::uint8_t** memory, std::size_t octets) {
  *memory = take_large_memory(octets);
  return *memory ? ARGON2_OK : ARGON2_MEMORY_ALLOCATION_ERROR;
}

}

std::optional<argon2id_hash> parse_argon2id(std::string_view stored) {
  const auto fields = split(stored, '$');
  if (fields.size() != 6 || fields[1] != "argon2id" || fields[2] != "v=19") return std::nullopt;
  const auto parameters = split(fields[3], ',');
  if (parameters.size() != 3) return std::nullopt;
  const auto lanes = parse_parameter(parameters[2], "p=", 1, most_lanes);
  const auto passes = parse_parameter(parameters[1], "t=", 1, most_passes);
  // RFC 9106 section 3.1 wants eight blocks a lane.
  const auto memory = parse_parameter(parameters[0], "m=", 8 * lanes.value_or(1), most_memory_kib);
  auto salt = base64_unpadded_decode(fields[4]);
  auto expected = base64_unpadded_decode(fields[5]);
  if (!lanes || !passes || !memory || !salt || !expected) return std::nullopt;
  if (!acceptable_sizes(*salt, *expected)) return std::nullopt;
  return argon2id_hash{*memory, *passes, *lanes, *std::move(salt), *std::move(expected)};
}

std::string print_argon2id(const argon2id_hash& made) {
  return "$argon2id$v=19$m=" + std::to_string(made.memory_kib) +
         ",t=" + std::to_string(made.passes) + ",p=" + std::to_string(made.lanes) + "$" +
         base64_unpadded_encode(made.salt) + "$" + base64_unpadded_encode(made.expected);
}

bytes compute_argon2id(const argon2id_hash& parameters, bytes_view password) {
  bytes output(parameters.expected.size());
  bytes salt = parameters.salt;
  argon2_context context{};
  context.out = output.data();
  context.outlen = static_cast<std::uint32_t>(output.size());
  // The library writes to the password only when told to clear it, which it is not.
  context.pwd = const_cast<std::uint8_t*>(password.data());
  context.pwdlen = static_cast<std::uint32_t>(password.size());
  context.salt = salt.data();
  context.saltlen = static_cast<std::uint32_t>(salt.size());
  context.t_cost = parameters.passes;
  context.m_cost = parameters.memory_kib;
  context.lanes = parameters.lanes;
  // More threads would escape the pool that bounds the work.
  context.threads = 1;
  context.version = ARGON2_VERSION_13;
  // The library clears the memory before it is given back.
  context.allocate_cbk = take_memory;
  context.free_cbk = give_back_large_memory;
  check(argon2id_ctx(&context) == ARGON2_OK, "hash with Argon2id");
  return output;
}

password_check verify_argon2id(std::string_view stored, bytes_view password) {
  const auto parsed = parse_argon2id(stored);
  if (!parsed) return password_check::malformed;
  return equal_in_constant_time(compute_argon2id(*parsed, password), parsed->expected)
             ? password_check::match
             : password_check::mismatch;
}

}
