// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/browser.hpp"
#include "http/oidc/pending.hpp"

namespace muniment::oidc {

/// The page on which the user allows a client what it asks for, or does not (OIDC Core
/// section 3.1.2.4). It is shown for a third party without a consent that stands for all it asks,
/// and wherever the client asks for it.
asio::awaitable<response> ask_consent(pending_call under_way, present_session session);

/// The answer: POST /consent. A yes is recorded before the code leaves, a no among the refusals of
/// the account before the browser does.
asio::awaitable<response> take_consent(call at);

}
