// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/certificate_renewal.hpp"

#include "ops/serve/local_authority.hpp"

#include <spdlog/spdlog.h>

namespace muniment::ops {

void certificate_renewal::look(moment now) {
  if (now - looked_at_ < std::chrono::days{1}) return;
  looked_at_ = now;
  try {
    prepare_local_certificates(directory_, base_domain_, now);
  } catch (const std::exception& wrong) {
    spdlog::warn("the certificates in {} cannot be renewed: {}", directory_.string(), wrong.what());
  }
}

}
