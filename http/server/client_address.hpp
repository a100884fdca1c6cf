// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/forwarded.hpp"
#include "http/server/message.hpp"

#include <functional>
#include <string>

namespace muniment::http {

/// For `listen_options::client`: whom those proxies name as the client of a request.
std::function<std::string(const std::string& peer, const request&)>
client_behind(trusted_proxies proxies);

/// For `listen_options::proxy`: whether a peer is one of those.
std::function<bool(const std::string& peer)> one_of(trusted_proxies proxies);

}
