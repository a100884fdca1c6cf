// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <filesystem>

namespace muniment::ops {

enum class operator_found {
  here,      ///< the credential opens this deployment
  elsewhere, ///< another server made it; where its file is, that server knows
  not_now,   ///< the workspace `system` does not wake; ask again
};

/// Makes the workspace `system` and in it the operator's service client, as far as they are
/// missing, and the credential the command line uses: `file` (0600), with the addresses, the
/// client's name and secret, and `authority`, the certificate to trust (left out when empty). The
/// file is written before anything is made with it, so that a killed start is completed by the
/// next; its addresses are brought up to date by each. Where the deployment has its operator
/// already, no file is made. Throws storage::startup_error.
operator_found prepare_operator(service& server, const std::filesystem::path& file,
                                const std::filesystem::path& authority);

}
