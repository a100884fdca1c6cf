// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/replies.hpp"

/// What the control plane reads and answers besides what the admin API does, as shapes
/// (http/admin/shape.hpp).
namespace muniment::http {

namespace body {

struct workspace {
  std::string slug;
  std::optional<std::string> display_name; ///< the slug when it is missing
  std::optional<std::string> algorithm;    ///< of its first key; the deployment's when missing
};
BOOST_DESCRIBE_STRUCT(workspace, (), (slug, display_name, algorithm))

struct renaming {
  std::string slug;
};
BOOST_DESCRIBE_STRUCT(renaming, (), (slug))

}

namespace api {

struct workspace_place {
  uuid id;
  std::string slug;
};
BOOST_DESCRIBE_STRUCT(workspace_place, (), (id, slug))

/// The reply of RFC 8693 section 2.2.1, and who gave the token.
struct exchanged_token {
  std::string access_token;
  std::string issued_token_type;
  std::string token_type;
  std::int64_t expires_in{}; ///< seconds
  std::string scope;
  std::string issuer;
};
BOOST_DESCRIBE_STRUCT(exchanged_token, (),
                      (access_token, issued_token_type, token_type, expires_in, scope, issuer))

}

}
