// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/users.hpp"
#include "projections/users.hpp"

#include <boost/json/value.hpp>

namespace muniment::http {

/// A person as the API shows them, opened for the reply. `at` and `row` outlive the coroutine.
asio::awaitable<boost::json::value> shown_user(workspace& at, const users::row& row);

/// The same by their id; throws `problem_found` (404) when there is nobody.
asio::awaitable<boost::json::value> shown_user(workspace& at, uuid id);

/// One who was just entered: of what was wished, since a read could fail where the entry has not,
/// and with it the password that is told once. The journal alone knows the moment.
boost::json::object shown_as_entered(const uuid& id, const new_user& wanted);

/// How they sign in, for lists that only name them; null when nobody can tell any more.
asio::awaitable<boost::json::value> user_name_of(workspace& at, uuid id);

/// The id of a person that the path names, in either spelling; throws `problem_found` (404) when it
/// is none.
uuid named_user(const admin_call& call);

/// The `client_id` of a client by its stream; null when there is none.
asio::awaitable<boost::json::value> client_id_of(workspace& at, uuid id);

}
