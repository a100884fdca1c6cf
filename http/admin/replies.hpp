// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "events/envelope.hpp"
#include "events/session.hpp"
#include "http/admin/shape.hpp"
#include "projections/signing_keys.hpp"
#include "projections/users.hpp"

/// What the admin API answers, as shapes (http/admin/shape.hpp). Ids of people are texts: they are
/// written in one way or another (events/user_id.hpp).
namespace muniment::http::api {

/// Where an answer about the past stands.
struct past_place {
  std::uint64_t position{}; ///< of the last event that it reflects
  instant recorded_at;      ///< of that event
  instant moment;           ///< for which it tells what goes by time
};
BOOST_DESCRIBE_STRUCT(past_place, (), (position, recorded_at, moment))

/// What may be of the past.
struct as_it_was {
  if_any<past_place> as_of;
};
BOOST_DESCRIBE_STRUCT(as_it_was, (), (as_of))

/// A page of a list; without `next` it is the last.
template <class Item>
struct page {
  std::vector<Item> items;
  if_any<std::string> next;
  BOOST_DESCRIBE_CLASS(page, (), (items, next), (), ())
};

template <class Shape>
struct then : Shape, as_it_was {
  BOOST_DESCRIBE_CLASS(then, (Shape, as_it_was), (), (), ())
};

struct workspace {
  uuid id;
  std::string slug;
  std::string issuer;
  std::string display_name;
  std::uint32_t key_generation{};
  instant created_at;
  std::uint64_t position{}; ///< the head of the journal
  uuid journal;
};
BOOST_DESCRIBE_STRUCT(workspace, (),
                      (id, slug, issuer, display_name, key_generation, created_at, position,
                       journal))

struct user {
  std::string id;
  users::phase status = users::phase::active;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
  bool email_verified{};
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  if_any<instant> registered_at; ///< not when they are just entered: the journal alone knows it
};
BOOST_DESCRIBE_STRUCT(user, (),
                      (id, status, user_name, email, email_verified, display_name, locale,
                       registered_at))

/// With the password that was made here, which is told once.
struct entered_user : user {
  if_any<std::string> password;
  bool one_time{}; ///< the password, whoever made it
};
BOOST_DESCRIBE_STRUCT(entered_user, (user), (password, one_time))

/// What ended with something else.
struct endings {
  std::uint64_t sessions_ended{};
  std::uint64_t grants_ended{};
  bool complete = true;
};
BOOST_DESCRIBE_STRUCT(endings, (), (sessions_ended, grants_ended, complete))

struct disabled_user : user, endings {};
BOOST_DESCRIBE_STRUCT(disabled_user, (user, endings), ())

struct user_with_password : entered_user, endings {};
BOOST_DESCRIBE_STRUCT(user_with_password, (entered_user, endings), ())

struct ended_sessions : endings {
  std::string id; ///< of the person
};
BOOST_DESCRIBE_STRUCT(ended_sessions, (endings), (id))

struct erasure {
  std::string id;
  std::uint64_t position{};
  instant copies_unreadable_by;
};
BOOST_DESCRIBE_STRUCT(erasure, (), (id, position, copies_unreadable_by))

struct granted_role {
  uuid id;
  std::string user;
  std::optional<std::string> user_name;
  std::optional<std::string> project;
  std::string role;
  instant granted_at;
  std::optional<instant> revoked_at;
};
BOOST_DESCRIBE_STRUCT(granted_role, (),
                      (id, user, user_name, project, role, granted_at, revoked_at))

enum class session_status : std::uint8_t { standing = 1, expired, ended };
BOOST_DESCRIBE_ENUM(session_status, standing, expired, ended)

struct session {
  uuid id;
  session_status status = session_status::standing;
  std::string user;
  std::optional<std::string> user_name;
  std::optional<std::string> client_id;
  std::vector<std::string> methods;
  instant started_at;
  instant expires_at;
  std::optional<instant> ended_at;
  std::optional<muniment::session::session_end> ended_for;
};
BOOST_DESCRIBE_STRUCT(session, (),
                      (id, status, user, user_name, client_id, methods, started_at, expires_at,
                       ended_at, ended_for))

struct consent {
  uuid id;
  std::string user;
  std::optional<std::string> user_name;
  std::optional<std::string> client_id;
  std::vector<std::string> scopes;
  instant given_at;
  std::optional<instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(consent, (), (id, user, user_name, client_id, scopes, given_at, withdrawn_at))

struct withdrawn_consent : consent {
  std::uint64_t grants_ended{};
  bool complete = true;
};
BOOST_DESCRIBE_STRUCT(withdrawn_consent, (consent), (grants_ended, complete))

struct project {
  uuid id;
  std::string name;
  std::vector<std::string> roles;
  instant created_at;
};
BOOST_DESCRIBE_STRUCT(project, (), (id, name, roles, created_at))

/// A relying party, without the digest of its secret.
struct client {
  uuid id;
  std::string client_id;
  std::string name;
  muniment::client::client_type type = muniment::client::client_type::web;
  muniment::client::client_authentication authentication{};
  uuid project;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool third_party{};
  bool may_introspect{};
  if_any<instant> registered_at; ///< as of a user
  std::optional<instant> deleted_at;
};
BOOST_DESCRIBE_STRUCT(client, (),
                      (id, client_id, name, type, authentication, project, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, third_party, may_introspect, registered_at,
                       deleted_at))

/// With the secret, which is told once.
struct client_with_secret : client {
  if_any<std::string> client_secret;
};
BOOST_DESCRIBE_STRUCT(client_with_secret, (client), (client_secret))

struct signing_key {
  uuid id;
  std::string key_id;
  std::string algorithm;
  signing_keys::phase status = signing_keys::phase::next;
  instant generated_at;
  std::optional<instant> activates_at;
  std::optional<instant> activated_at;
  std::optional<instant> superseded_at;
  std::optional<instant> retires_at;
  std::optional<instant> retired_at;
  std::optional<instant> revoked_at;
};
BOOST_DESCRIBE_STRUCT(signing_key, (),
                      (id, key_id, algorithm, status, generated_at, activates_at, activated_at,
                       superseded_at, retires_at, retired_at, revoked_at))

struct workspace_key {
  std::uint32_t generation{};
};
BOOST_DESCRIBE_STRUCT(workspace_key, (), (generation))

struct keys {
  api::workspace_key workspace_key;
  std::vector<signing_key> signing_keys;
  if_any<std::string> next;
};
BOOST_DESCRIBE_STRUCT(keys, (), (workspace_key, signing_keys, next))

struct rotated_key {
  std::string key_id;
  std::string algorithm;
  signing_keys::phase status = signing_keys::phase::next;
  instant effective_at;
};
BOOST_DESCRIBE_STRUCT(rotated_key, (), (key_id, algorithm, status, effective_at))

struct rotation {
  std::vector<rotated_key> rotated;
};
BOOST_DESCRIBE_STRUCT(rotation, (), (rotated))

struct revoked_key {
  std::string key_id;
  std::string algorithm;
  signing_keys::phase status = signing_keys::phase::revoked;
  if_any<std::string> signs_now;
  std::uint64_t position{};
};
BOOST_DESCRIBE_STRUCT(revoked_key, (), (key_id, algorithm, status, signs_now, position))

}
