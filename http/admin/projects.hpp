// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"

namespace muniment::http {

/// The project that every workspace begins with, and that has the built-in roles.
inline constexpr std::string_view default_project = "default";

/// The project of that name, or of that id; null when there is none.
asio::awaitable<std::shared_ptr<const projects::row>> find_project(std::shared_ptr<workspace> at,
                                                                   std::string named);

/// Whether a project knows a role: one it defined, or a built-in one of the default project.
bool knows_role(const projects::row& project, std::string_view role);

/// All roles it knows.
std::vector<std::string> roles_of(const projects::row& project);

}
