// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/browser.hpp"
#include "http/oidc/pending.hpp"

namespace muniment::oidc {

/// The page on which a person who is signed in says as whom to go on (`prompt=select_account`, OIDC
/// Core section 3.1.2.1), and, by that, that they want to: where another program could be in the
/// client's place, it is shown unless they were asked already (RFC 8252 section 8.6). A browser has
/// one session, so that it is them or somebody else.
asio::awaitable<response> ask_account(pending_call under_way, present_session session);

/// The answer: POST /select-account. It counts in this session, for a request that waits for it.
asio::awaitable<response> take_account(call at);

}
