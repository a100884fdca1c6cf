// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/read_shape.hpp"
#include "http/openapi/operation.hpp"
#include "http/openapi/sentences.hpp"

#include <boost/core/demangle.hpp>

#include <typeinfo>

/// The schemas of shapes (http/admin/shape.hpp). Pure.
namespace muniment::openapi {

/// The schema of a value of a reply. A shape with a name is put among `used` and referred to;
/// shapes made from templates stand where they are used.
template <class T>
boost::json::object schema_of(components& used);

/// The schema of a request's body: no other member is taken.
template <class Shape>
boost::json::object body_schema_of();

/// The parameters of a query: Parameter Objects.
template <class Shape>
boost::json::array parameters_of();

namespace detail {

/// `api::user` is `user`; what comes from a template has no name.
template <class T>
std::string name_of_shape() {
  const auto name = boost::core::demangle(typeid(T).name());
  return name.find('<') == std::string::npos ? name.substr(name.rfind(':') + 1) : std::string{};
}

/// A name; of an open enumeration, the number of one that a newer version wrote besides.
template <class T>
boost::json::object enum_schema() {
  boost::json::array names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto each) { names.emplace_back(each.name); });
  boost::json::object named{{"type", "string"}, {"enum", std::move(names)}};
  if (!open_enum<T>) return named;
  return {{"anyOf", boost::json::array{std::move(named), {{"type", "integer"}}}}};
}

/// What may be null besides.
inline boost::json::object or_null(boost::json::object schema) {
  if (!schema.contains("type") || schema.contains("enum"))
    return {{"anyOf", boost::json::array{std::move(schema), {{"type", "null"}}}}};
  schema["type"] = boost::json::array{schema["type"], "null"};
  return schema;
}

/// Of what all kinds of messages have. Nothing for any other type.
template <class T>
boost::json::object plain_schema() {
  if constexpr (std::same_as<T, bool>)
    return {{"type", "boolean"}};
  else if constexpr (std::integral<T>)
    return {{"type", "integer"}};
  else if constexpr (std::floating_point<T>)
    return {{"type", "number"}};
  else if constexpr (std::same_as<T, std::string>)
    return {{"type", "string"}};
  else if constexpr (std::is_enum_v<T>)
    return enum_schema<T>();
  else if constexpr (std::same_as<T, uuid>)
    return {{"type", "string"}, {"format", "uuid"}};
  else if constexpr (std::same_as<T, instant>)
    return {{"type", "string"}, {"format", "date-time"}};
  else if constexpr (std::same_as<T, bytes>)
    return {{"type", "string"}, {"contentEncoding", "base64url"}};
  else if constexpr (std::same_as<T, trace_id>)
    return {{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}};
  else
    return {{"type", "object"}};
}

/// With what the member means, beside a reference too (JSON Schema 2020-12 allows it).
inline boost::json::object described_as(boost::json::object schema, const std::string& shape,
                                        std::string_view member) {
  const auto says = meaning_of_member(shape, member);
  if (!says.empty()) schema["description"] = boost::json::string{says};
  return schema;
}

/// The members that a shape has of its own.
template <class Shape>
boost::json::object own_schema(components& used) {
  boost::json::object properties;
  boost::json::array required;
  boost::mp11::mp_for_each<members_of<Shape>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<Shape>().*member.pointer)>;
    properties[member.name] =
        described_as(schema_of<type>(used), name_of_shape<Shape>(), member.name);
    if (!http::is_if_any<type>) required.emplace_back(member.name);
  });
  boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

/// A shape of several: those of its bases, and its own members.
template <class Shape>
boost::json::object whole_schema(components& used) {
  using bases = boost::describe::describe_bases<Shape, boost::describe::mod_public>;
  if constexpr (boost::mp11::mp_empty<bases>::value) {
    return own_schema<Shape>(used);
  } else {
    boost::json::array all;
    boost::mp11::mp_for_each<bases>(
        [&](auto base) { all.push_back(schema_of<typename decltype(base)::type>(used)); });
    if (member_count < Shape >> 0) all.push_back(own_schema<Shape>(used));
    return {{"allOf", std::move(all)}};
  }
}

template <class Shape>
boost::json::object shape_schema(components& used) {
  const auto name = name_of_shape<Shape>();
  if (name.empty()) return whole_schema<Shape>(used);
  if (!used.contains(name)) used[name] = whole_schema<Shape>(used);
  return {{"$ref", "#/components/schemas/" + name}};
}

template <class... Shapes>
boost::json::object any_schema(components& used, const http::either<Shapes...>*) {
  return {{"anyOf", boost::json::array{shape_schema<Shapes>(used)...}}};
}

/// Of a parameter of a query. Ids are texts: those of people are written in one way or another.
template <class T>
boost::json::object parameter_schema(const T*) {
  using type = typename T::value_type;
  if constexpr (std::same_as<type, uuid> || std::same_as<type, http::as_of_wish>)
    return {{"type", "string"}};
  else
    return plain_schema<type>();
}
inline boost::json::object parameter_schema(const http::page_size*) {
  return {{"type", "integer"},
          {"minimum", 1},
          {"maximum", http::page_size::most},
          {"default", http::page_size::usual}};
}
template <std::uint64_t Most>
boost::json::object parameter_schema(const http::up_to<Most>*) {
  return {{"type", "integer"}, {"minimum", 0}, {"maximum", Most}, {"default", 0}};
}

/// Of a member of a body. A text that has to be there is not empty either.
template <class T>
boost::json::object sent_schema() {
  if constexpr (is_optional<T>)
    return or_null(sent_schema<typename T::value_type>());
  else if constexpr (http::is_list<T>)
    return {{"type", "array"}, {"items", sent_schema<typename T::value_type>()}};
  else
    return plain_schema<T>();
}

}

template <class T>
boost::json::object schema_of(components& used) {
  if constexpr (http::is_if_any<T>) {
    return schema_of<typename T::value_type>(used);
  } else if constexpr (is_optional<T>) {
    return detail::or_null(schema_of<typename T::value_type>(used));
  } else if constexpr (http::is_list<T>) {
    return {{"type", "array"}, {"items", schema_of<typename T::value_type>(used)}};
  } else if constexpr (http::is_either<T>) {
    return detail::any_schema(used, static_cast<const T*>(nullptr));
  } else if constexpr (is_personal<T>) {
    return {{"type", "object"},
            {"properties", {{"sealed", detail::plain_schema<bytes>()}}},
            {"required", boost::json::array{"sealed"}}};
  } else if constexpr (described<T>) {
    return detail::shape_schema<T>(used);
  } else {
    return detail::plain_schema<T>();
  }
}

template <class Shape>
boost::json::object body_schema_of() {
  boost::json::object properties;
  boost::json::array required;
  boost::mp11::mp_for_each<http::shape_members<Shape>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<Shape>().*member.pointer)>;
    auto each = detail::sent_schema<type>();
    if (std::same_as<type, std::string>) each["minLength"] = 1;
    properties[member.name] = detail::described_as(
        std::move(each), "body." + detail::name_of_shape<Shape>(), member.name);
    if (http::is_required<type>) required.emplace_back(member.name);
  });
  boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

template <class Shape>
boost::json::array parameters_of() {
  boost::json::array all;
  boost::mp11::mp_for_each<http::shape_members<Shape>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<Shape>().*member.pointer)>;
    boost::json::object parameter{{"name", member.name}, {"in", "query"}};
    parameter = detail::described_as(std::move(parameter), "query", member.name);
    parameter["schema"] = detail::parameter_schema(static_cast<const type*>(nullptr));
    all.push_back(std::move(parameter));
  });
  return all;
}

}
