// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"
#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"
#include "ops/serve/credential.hpp"

#include <optional>
#include <string>

namespace muniment::doctor {

/// Whether it speaks to the deployment that the settings describe.
finding judge_credential(const ops::credential& kept, const std::string& file,
                         const std::string& control_origin);

/// Whether the server took it. `failure`: what the server, or the way to it, said.
struct acceptance {
  bool server_runs = false;
  std::string failure = {};
  std::string hint = {};
};
finding judge_acceptance(const acceptance& seen);

/// Looks at the operator's credential, and has the server accept it if one runs: a token is issued
/// for that and noted in the audit of the workspace `system`, as for every command.
void look_at_credential(const places& at, listener& into);

}
