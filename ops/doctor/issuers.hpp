// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"
#include "storage/issuer_survey.hpp"

namespace muniment::doctor {

/// Whether workspaces have the issuers that the settings give them: one that does not lets nobody
/// sign in, and its host may lead elsewhere. `by_itself`: the server mends it when it starts, as
/// `muniment up` does. Pure.
finding judge_issuers(const storage::issuer_survey& seen, bool by_itself);

}
