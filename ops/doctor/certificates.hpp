// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muniment::doctor {

using system_time = std::chrono::system_clock::time_point;

/// For how long a certificate that is running out is only worth a warning.
inline constexpr std::chrono::days renewal_notice{30};

/// A certificate of a chain file.
struct certificate {
  std::string subject;
  system_time begins;
  system_time ends;
};

/// What the files of the server's certificate say.
struct certificate_state {
  std::filesystem::path chain_file, key_file;
  std::vector<certificate> chain = {}; ///< as in the file; the server's own ought to be the first
  bool in_order = true;                ///< each is signed by the next
  bool key_usable = true;              ///< the key file holds a private key without a pass phrase
  bool key_matches = true;             ///< it is the first certificate's
  bool key_open_to_others = false;
  std::vector<std::string> unnamed = {}; ///< hosts the first certificate is not for
};

/// Key, chain, expiry and names; the first that fails does not hide the others.
findings judge_certificate(const certificate_state& seen, system_time now);

/// One certificate's time, as `check` speaks of it.
finding judge_expiry(const std::string& check, const certificate& each, system_time now,
                     const std::string& renew);

/// A handshake with the server, as a browser makes it.
struct handshake_state {
  bool listened = false;        ///< somebody listens on the port
  std::string failure = {};     ///< why there was no handshake; empty when there was one
  std::string version = {};     ///< `TLSv1.3`
  bool same_certificate = true; ///< the server shows what the chain file says
  std::string mistrust = {};    ///< why the certificate is not trusted; empty when it is
  bool own_authority = false;   ///< `muniment up`: it must be trusted by our own authority
};
finding judge_handshake(const handshake_state& seen);

}
