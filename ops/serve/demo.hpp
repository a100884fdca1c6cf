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

/// Makes the workspace `demo`, a person and two clients, as far as they are missing.
/// The credentials are random; `file` (0600) keeps them, written before anything is made with them,
/// so that a killed start is completed by the next. Throws storage::startup_error.
demo prepare_demo(service& server, const std::filesystem::path& file, unsigned short redirect_port);

}
