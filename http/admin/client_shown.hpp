// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "projections/clients.hpp"

#include <boost/json/value.hpp>

namespace muniment::http {

/// A relying party as the API shows it: without the digest of its secret.
boost::json::object shown_client(const clients::row& row);

/// The relying party that the path names by its `client_id`; throws `problem_found` (404).
asio::awaitable<std::shared_ptr<const clients::row>> named_client(admin_call call);

}
