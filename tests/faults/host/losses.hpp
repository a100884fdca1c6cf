// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/hub.hpp"

#include <functional>
#include <memory>
#include <string>

namespace muniment::test {

/// Commits by `inner`, and says `lost <moment>` of each commit whose outcome is unknown because its
/// connection was lost: the moment it had begun, in nanoseconds of the steady clock. It is said
/// before the commit returns, in the thread that commits, and so before anything that follows from
/// the loss.
std::shared_ptr<committer> telling_losses(std::shared_ptr<committer> inner,
                                          std::function<void(const std::string&)> say);

}
