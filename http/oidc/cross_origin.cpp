// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/cross_origin.hpp"

#include <algorithm>

namespace muniment::oidc {

void share_with(http::response& reply, const http::request& asked, const clients::row& client) {
  reply.fields.push_back({"Vary", "Origin"});
  const auto origin = asked.field("Origin");
  if (!origin || asked.count("Origin") > 1) return;
  if (std::ranges::find(client.origins, *origin) == client.origins.end()) return;
  reply.fields.push_back({"Access-Control-Allow-Origin", std::string(*origin)});
  reply.fields.push_back({"Access-Control-Expose-Headers", "WWW-Authenticate"});
}

}
