// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/browser.hpp"
#include "http/oidc/pending.hpp"

namespace muniment::oidc {

/// The page on which the user allows a client what it asks for, or does not. It is shown for every
/// authorization of a third-party client (OIDC Core section 3.1.2.4).
asio::awaitable<response> ask_consent(pending_call under_way, present_session session);

/// The answer: POST /consent. A yes is recorded before the code leaves.
asio::awaitable<response> take_consent(call at);

}
