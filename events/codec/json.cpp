// SPDX-License-Identifier: Apache-2.0
#include "events/codec/json.hpp"

#include "crypto/encoding.hpp"

namespace muniment {

boost::json::value octets_to_json(bytes_view octets) {
  return boost::json::string{crypto::base64url_encode(octets)};
}

boost::json::value hex_to_json(bytes_view octets) {
  return boost::json::string{crypto::hex_encode(octets)};
}

}
