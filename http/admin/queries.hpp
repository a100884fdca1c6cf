// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/as_of.hpp"
#include "http/admin/shape.hpp"
#include "http/admin/wait_for_event.hpp"

/// The queries of the admin API, as shapes (http/admin/shape.hpp).
namespace muniment::http::query {

/// One thing, as it is or was.
struct then {
  std::optional<as_of_wish> as_of;
};
BOOST_DESCRIBE_STRUCT(then, (), (as_of))

/// A page of a list.
struct list {
  page_size limit;
  std::optional<uuid> after; ///< the id that the page before ended with
};
BOOST_DESCRIBE_STRUCT(list, (), (limit, after))

/// A page of a list as it is or was.
struct list_then : list, then {};
BOOST_DESCRIBE_STRUCT(list_then, (list, then), ())

struct users : list_then {
  std::optional<std::string> id;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(users, (list_then), (id, user_name, email))

struct roles : list_then {
  std::optional<uuid> user;
  std::optional<std::string> project; ///< by name or id
};
BOOST_DESCRIBE_STRUCT(roles, (list_then), (user, project))

struct sessions : list_then {
  std::optional<uuid> user;
  std::optional<bool> standing;
};
BOOST_DESCRIBE_STRUCT(sessions, (list_then), (user, standing))

struct consents : list_then {
  std::optional<uuid> user;
  std::optional<std::string> client_id;
};
BOOST_DESCRIBE_STRUCT(consents, (list_then), (user, client_id))

/// Events after a position; where there is none yet, whoever asks may wait for one.
struct events {
  up_to<INT64_MAX> after;
  page_size limit;
  up_to<longest_event_wait> wait; ///< seconds
};
BOOST_DESCRIBE_STRUCT(events, (), (after, limit, wait))

struct audit : events {
  std::optional<instant> from; ///< inclusive
  std::optional<instant> to;   ///< exclusive
  std::optional<uuid> actor;
  std::optional<uuid> subject;
  std::optional<std::string> type;
};
BOOST_DESCRIBE_STRUCT(audit, (events), (from, to, actor, subject, type))

}
