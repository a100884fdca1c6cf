// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/upcast/previous.hpp"
#include "events/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment {

namespace client {

enum class client_type : std::uint8_t;
enum class client_authentication : std::uint8_t;
struct registered;
struct settings_changed;

namespace v1 {

/// Before a client could be allowed to introspect.
struct registered {
  static constexpr std::string_view type = "client.registered";
  static constexpr std::uint16_t version = 1;

  std::string client_id;
  uuid project;
  std::string name;
  client_type kind;
  client_authentication authentication;
  std::optional<bytes> secret_digest;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool pkce_required{};
  bool third_party{};
  friend bool operator==(const registered&, const registered&) = default;
};
BOOST_DESCRIBE_STRUCT(registered, (),
                      (client_id, project, name, kind, authentication, secret_digest, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, pkce_required, third_party))

/// While who might introspect was said at the registration only.
struct settings_changed {
  static constexpr std::string_view type = "client.settings_changed";
  static constexpr std::uint16_t version = 1;

  std::string name;
  client_authentication authentication;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool third_party{};
  friend bool operator==(const settings_changed&, const settings_changed&) = default;
};
BOOST_DESCRIBE_STRUCT(settings_changed, (),
                      (name, authentication, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, third_party))

}
}

template <>
struct previous<client::registered> {
  using type = client::v1::registered;
  static client::registered upcast(type from);
};

template <>
struct previous<client::settings_changed> {
  using type = client::v1::settings_changed;
  static client::settings_changed upcast(type from);
};

}
