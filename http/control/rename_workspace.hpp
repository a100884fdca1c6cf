// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/server/wish.hpp"

#include <string>

namespace muniment::http {

/// The answer to whoever asked for another slug or issuer.
struct renaming_reply {
  std::shared_ptr<workspace> now; ///< at its new slug; null when it was refused
  std::string why;                ///< then: names a refusal code, or problems::issuer_taken
};

/// Lets the workspace whose slug is `from_slug` answer at another one, with another issuer: an
/// event of its journal, which its route follows. With its own slug it is given the issuer alone,
/// as after a change of settings. Nobody else gets the old slug for 90 days. What was cut short is
/// completed when it is asked again, or when the workspace is looked for at either slug after a
/// start. Throws `workspace_unavailable`.
asio::awaitable<renaming_reply> rename_workspace(node& at, std::string from_slug, std::string slug,
                                                 std::string issuer, wish_origin from);

}
