// SPDX-License-Identifier: Apache-2.0
#include "http/server/challenge.hpp"

namespace muniment::http {

std::string bearer_challenge(std::string_view realm, std::string_view error) {
  auto challenge = "Bearer realm=\"" + std::string{realm} + '"';
  if (!error.empty()) challenge += ", error=\"" + std::string{error} + '"';
  return challenge;
}

}
