// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/user_id.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

/// How claims sets are written and read (RFC 7519). Pure.
namespace muniment::oidc {

inline boost::json::string_view json_text(std::string_view value) {
  return {value.data(), value.size()};
}

/// A NumericDate: whole seconds.
inline std::int64_t numeric_date(instant moment) {
  return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

/// A member that is text.
inline std::optional<std::string> text_member(const boost::json::object& claims,
                                              std::string_view name) {
  const auto* value = claims.if_contains(json_text(name));
  if (!value || !value->is_string()) return {};
  return std::string(value->get_string());
}

inline std::optional<uuid> id_member(const boost::json::object& claims, std::string_view name) {
  const auto value = text_member(claims, name);
  return value ? uuid::parse(*value) : std::nullopt;
}

/// The id of a person, as it is written.
inline std::optional<uuid> user_member(const boost::json::object& claims, std::string_view name) {
  const auto value = text_member(claims, name);
  return value ? read_user_id(*value) : std::nullopt;
}

/// Whether `exp` is there and still to come.
inline bool not_over(const boost::json::object& claims, instant now) {
  const auto* expiry = claims.if_contains("exp");
  return expiry && expiry->is_int64() && numeric_date(now) < expiry->get_int64();
}

}
