// SPDX-License-Identifier: Apache-2.0
#include "http/server/form.hpp"

#include "http/server/octets.hpp"
#include "http/server/utf8.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

using decoded = boost::system::result<std::string, form_fault>;

// The octet an escape stands for, or -1.
int unescape(std::string_view escape) {
  if (escape.size() < 3) return -1;
  const auto high = hex_value(escape[1]), low = hex_value(escape[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

decoded decode(std::string_view encoded, const form_limits& limits) {
  std::string text;
  text.reserve(std::min(encoded.size(), limits.value_octets));
  for (std::size_t at = 0; at < encoded.size(); ++at) {
    int octet = static_cast<unsigned char>(encoded[at]);
    if (is_control(encoded[at])) return form_fault::control_character;
    if (octet == '+') octet = ' ';
    if (octet == '%') {
      octet = unescape(encoded.substr(at));
      if (octet < 0) return form_fault::bad_escape;
      if (octet == 0) return form_fault::control_character;
      at += 2;
    }
    if (text.size() == limits.value_octets) return form_fault::value_too_long;
    text.push_back(static_cast<char>(octet));
  }
  if (!is_utf8(text)) return form_fault::not_utf8;
  return text;
}

boost::system::result<form_parameter, form_fault> decode_pair(std::string_view pair,
                                                              const form_limits& limits) {
  const auto equals = std::min(pair.find('='), pair.size());
  auto name = decode(pair.substr(0, equals), limits);
  if (!name) return name.error();
  auto value = decode(pair.substr(std::min(equals + 1, pair.size())), limits);
  if (!value) return value.error();
  return form_parameter{std::move(*name), std::move(*value)};
}

}

boost::system::result<form, form_fault> form::parse(std::string_view encoded,
                                                    const form_limits& limits) {
  if (encoded.size() > limits.octets) return form_fault::too_large;
  form parsed;
  while (!encoded.empty()) {
    const auto end = std::min(encoded.find('&'), encoded.size());
    if (end > 0) {
      if (parsed.parameters_.size() == limits.parameters) return form_fault::too_many_parameters;
      auto parameter = decode_pair(encoded.substr(0, end), limits);
      if (!parameter) return parameter.error();
      parsed.parameters_.push_back(std::move(*parameter));
    }
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
  }
  return parsed;
}

std::optional<std::string_view> form::find(std::string_view name) const {
  for (const auto& parameter : parameters_)
    if (parameter.name == name) return parameter.value;
  return {};
}

std::optional<std::string_view> form::given(std::string_view name) const {
  const auto found = find(name);
  return found && !found->empty() ? found : std::nullopt;
}

bool form::repeats(std::string_view name) const {
  return std::count_if(parameters_.begin(), parameters_.end(),
                       [&](const form_parameter& parameter) { return parameter.name == name; }) > 1;
}

bool form::repeats_any() const {
  return std::any_of(parameters_.begin(), parameters_.end(),
                     [&](const form_parameter& parameter) { return repeats(parameter.name); });
}

bool carries_token(std::string_view query) {
  constexpr std::string_view name = "access_token";
  if (query.empty()) return false;
  const auto sent = form::parse(query);
  // One that cannot be read is judged by its looks.
  return sent ? sent->find(name).has_value() : query.find(name) != std::string_view::npos;
}

}
