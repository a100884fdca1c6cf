// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/certificates.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace muniment::doctor {

/// Whom to shake hands with.
struct handshake_wish {
  std::string address; ///< in digits
  std::uint16_t port = 0;
  std::string host;                      ///< asked for, and what the certificate must name
  std::filesystem::path trusted = {};    ///< PEM; empty for what the system trusts
  std::filesystem::path chain_file = {}; ///< what the server ought to show
};

/// One TLS handshake, which ends the connection without a request. Blocks while the other side says
/// nothing.
handshake_state shake_hands(const handshake_wish& with);

}
