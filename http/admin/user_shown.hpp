// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/replies.hpp"
#include "http/admin/users.hpp"

namespace muniment::http {

/// A person as the API shows them, opened for the reply. `at` and `row` outlive the coroutine.
asio::awaitable<api::user> shown_user(workspace& at, const users::row& row);

/// The same by their id; throws `problem_found` (404) when there is nobody.
asio::awaitable<api::user> shown_user(workspace& at, uuid id);

/// One who was just entered: of what was wished, since a read could fail where the entry has not,
/// and with it the password that is told once. The journal alone knows the moment.
api::user shown_as_entered(const uuid& id, const new_user& wanted);

/// How they sign in, for lists that only name them; nothing when nobody can tell any more.
asio::awaitable<std::optional<std::string>> user_name_of(workspace& at, uuid id);

/// The id of a person that the path names, in either spelling; throws `problem_found` (404) when it
/// is none.
uuid named_user(const admin_call& call);

/// The `client_id` of a client by its stream; nothing when there is none.
asio::awaitable<std::optional<std::string>> client_id_of(workspace& at, uuid id);

}
