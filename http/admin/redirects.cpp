// SPDX-License-Identifier: Apache-2.0
#include "http/admin/redirects.hpp"

#include "http/admin/sent_json.hpp"
#include "http/oidc/redirect_uri.hpp"

namespace muniment::http {

void check_redirects(fixed_text member, const std::vector<std::string>& uris,
                     client::client_type type) {
  for (const auto& each : uris)
    if (const auto fault = oidc::fault_of_redirect_uri(each, oidc::kind_of(type)))
      refuse_value(member, oidc::describe(*fault));
}

}
