// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/server/wish.hpp"

#include <string>

namespace muniment::http {

/// A workspace as an operator asks for it.
struct new_workspace {
  std::string slug;   ///< lower-case letters, digits, hyphens; none of the reserved ones
  std::string issuer; ///< canonical, without a trailing slash
  std::string display_name;
  std::string algorithm = {}; ///< of its first signing key; the deployment's when it is empty
};

/// What came of asking for one.
enum class creation_verdict : std::uint8_t {
  created = 1,
  existing, ///< the slug is taken by a workspace that is whole
  refused,  ///< for the reason in `why`
};

/// The answer to whoever asked for a workspace.
struct creation_reply {
  creation_verdict verdict = creation_verdict::refused;
  uuid workspace;  ///< nil where the slug itself was refused
  std::string why; ///< names a refusal code, or problems::issuer_taken; empty unless refused
};

/// Makes a workspace: schema and role, its first events, the project `default` and a signing key.
/// What a killed one left is completed when it is asked again for the same slug, with a key of the
/// deployment's algorithm; one that is whole stays as it is. Throws `workspace_unavailable`.
asio::awaitable<creation_reply> create_workspace(node& at, new_workspace wanted, wish_origin from);

}
