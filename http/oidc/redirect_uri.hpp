// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "http/server/fixed_text.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace muniment::oidc {

/// What kind of application receives the redirect; it decides which URIs may be registered.
enum class application_kind : unsigned char {
  web,    ///< On a server or in a page: https, and http on the developer's own machine.
  native, ///< The same, and private-use schemes (RFC 8252 section 7.1).
};

/// Of which kind the clients of a type are.
application_kind kind_of(client::client_type type);

inline constexpr std::size_t longest_redirect_uri = 2048;

/// Why a redirect URI cannot be registered.
enum class redirect_fault : unsigned char {
  too_long,
  malformed, ///< No absolute URI of RFC 3986 (control characters, spaces, backslashes …).
  fragment,  ///< RFC 6749 section 3.1.2.
  wildcard,
  user_information,
  dot_segment, ///< `..` in any spelling; what browsers would send is something else.
  scheme,      ///< Not one this kind of application may use.
  host,        ///< http elsewhere than on the loopback interface, or no host at all.
  port,
  response_parameter, ///< The query already has a parameter that responses bring.
};

/// One sentence for the person who registers the client.
http::fixed_text describe(redirect_fault fault);

/// What keeps `uri` from being registered for such an application; nothing if it may be. The
/// aggregate of the client has the last word (actors/lawful.hpp); here it is said why.
std::optional<redirect_fault> fault_of_redirect_uri(std::string_view uri, application_kind kind);

/// Whether a request may name `requested` where `registered` is registered: equal octet by octet,
/// nothing normalised (RFC 9700 section 4.1.3). Only for native applications the port of an http
/// URI with the loopback address as literal is free (RFC 8252 section 7.3); `localhost` is not such
/// a literal.
bool redirect_uri_matches(std::string_view registered, std::string_view requested,
                          application_kind kind);

/// Whether another program of the person's machine can receive what is sent to `uri`, so that
/// nobody knows which client asked: for native applications everywhere but at https, where the
/// system knows the application that claimed the address (RFC 8252 sections 7 and 8.6).
bool open_to_other_programs(std::string_view uri, application_kind kind);

}
