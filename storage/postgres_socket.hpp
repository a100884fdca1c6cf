// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/system_account.hpp"

#include <filesystem>

namespace muniment::storage {

/// A directory, 0700 and owned by whoever runs PostgreSQL, whose socket path fits the kernel's 107
/// bytes: `<root>/socket`, or when that is too long or holds a comma a private directory under /run
/// or /tmp to which
/// `<root>/socket` is then a symbolic link. Throws `startup_error`.
std::filesystem::path make_socket_directory(const std::filesystem::path& root,
                                            const system_account* account);

/// Where that directory is, or would be, in `root`; makes nothing.
std::filesystem::path socket_directory_in(const std::filesystem::path& root);

/// Removes the lock file that a killed server left in its socket directory. The number in it may be
/// another's by now, or still be that of the dead, whom nobody has reaped: PostgreSQL would take
/// either for a server that runs. Only while none does.
void remove_socket_lock(const std::filesystem::path& folder);

/// Removes the directory when it lies outside `root`; one inside stays.
void remove_socket_directory(const std::filesystem::path& root);

}
