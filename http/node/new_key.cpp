// SPDX-License-Identifier: Apache-2.0
#include "http/node/new_key.hpp"

#include "crypto/jwk.hpp"
#include "crypto/random.hpp"
#include "crypto/signing_key.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muniment::http {

signing_key::generate new_key(const std::string& algorithm, unsigned rsa_bits) {
  constexpr std::size_t id_octets = 12;
  const auto use = crypto::parse_algorithm(algorithm);
  if (!use) throw std::invalid_argument{"no algorithm of signing keys has that name"};
  const auto key_id = crypto::random_name(id_octets);
  const auto key = crypto::signing_key::generate(key_id, *use, rsa_bits);
  const auto der = key.to_private_der();
  return {key_id, algorithm, boost::json::serialize(crypto::public_jwk(key.verification())),
          plain{bytes{der.reveal().begin(), der.reveal().end()}}};
}

}
