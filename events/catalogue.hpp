// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "events/codec/body.hpp"
#include "events/consent.hpp"
#include "events/credential.hpp"
#include "events/grant.hpp"
#include "events/project.hpp"
#include "events/refusal.hpp"
#include "events/role.hpp"
#include "events/service_token.hpp"
#include "events/session.hpp"
#include "events/signing_key.hpp"
#include "events/user.hpp"
#include "events/workspace.hpp"

#include <boost/json/value.hpp>
#include <boost/mp11/list.hpp>

#include <optional>
#include <span>
#include <string_view>

/// The one list of what can happen: each category with its table, each type with its number.
/// Numbers are columns beside the body and are never given to another.
namespace muniment::catalogue {

/// Where a category's bodies live: facts for good; traffic until retention drops its partition.
enum class table : std::uint8_t { facts = 1, traffic };
BOOST_DESCRIBE_ENUM(table, facts, traffic)

/// A kind of stream. `terminal` is the event that closes a stream of traffic for good; empty for
/// facts.
struct category_entry {
  std::int16_t number;
  std::string_view name;
  catalogue::table table;
  std::string_view terminal;
};

/// A type of event. `json` renders a payload of any version ever written, in its newest shape.
struct type_entry {
  std::int16_t number;
  std::string_view name;
  std::uint16_t version;
  std::string_view category;
  decoded<boost::json::value> (*json)(const record&);
};

std::span<const category_entry> categories();
std::span<const type_entry> types();

/// Look-ups by name; null when this binary does not know it.
const category_entry* find_category(std::string_view name);
const type_entry* find_type(std::string_view name);

/// The whole event as JSON: the envelope's members and `payload`.
decoded<boost::json::value> to_json(const record& from);

/// Every event in its stored form, for tests and generated documents.
using all =
    boost::mp11::mp_append<workspace::event<stored>, project::event<stored>, user::event<stored>,
                           credential::event<stored>, client::event<stored>, consent::event<stored>,
                           session::event<stored>, grant::event<stored>, signing_key::event<stored>,
                           refusal::event<stored>, service_token::event<stored>,
                           role::event<stored>>;

}
