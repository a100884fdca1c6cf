// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <filesystem>

namespace muniment::ops {

/// Makes the workspace `system` and in it the operator's service client, as far as they are
/// missing, and the credential the command line uses: `file` (0600), with the addresses, the
/// client's name and secret, and `authority`, the certificate to trust (left out when empty). The
/// file is written before anything is made with it, so that a killed start is completed by the
/// next; its addresses are brought up to date by each. Throws storage::startup_error.
void prepare_operator(service& server, const std::filesystem::path& file,
                      const std::filesystem::path& authority);

}
