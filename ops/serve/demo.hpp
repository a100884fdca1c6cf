// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <filesystem>
#include <string>

namespace muniment::ops {

/// What `muniment up` shows to whoever tries it out.
struct demo {
  std::string issuer;
  std::string user_name;
  std::string password;
  std::string spa_client;
  std::string web_client;
  std::string web_secret;
  std::string redirect_uri; ///< of both clients
};

/// Where the demo clients expect their users back, on that port of this machine.
std::string demo_redirect_uri(unsigned short port);

/// Makes the workspace `demo`, a person and two clients, as far as they are missing; clients that
/// are there keep their redirect URI. The credentials are random; `file` (0600) keeps them, written
/// before anything is made with them, so that a killed start is completed by the next. Throws
/// storage::startup_error.
demo prepare_demo(service& server, const std::filesystem::path& file, unsigned short redirect_port);

}
