// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/clients.hpp"
#include "http/admin/replies.hpp"
#include "projections/clients.hpp"

namespace muniment::http {

/// A relying party as the API shows it: without the digest of its secret.
api::client shown_client(const clients::row& row);

/// One that was just entered: of what was wished, since a read could fail where the entry has not,
/// and with it the secret that is told once. The journal alone knows the moment.
api::client shown_as_entered(const client_reply& entered, const new_client& wanted);

/// The relying party that the path names by its `client_id`; throws `problem_found` (404).
asio::awaitable<std::shared_ptr<const clients::row>> named_client(admin_call call);

}
