// SPDX-License-Identifier: Apache-2.0
#include "storage/row_text.hpp"

#include "storage/failure.hpp"

#include <boost/algorithm/hex.hpp>

namespace muniment::storage {

namespace {

[[noreturn]] void unreadable(const char* what) {
  throw failure{failure_kind::refused, std::string{"a read model holds an unreadable "} + what};
}

/// One element of an array literal, cut off its front; quoted elements lose their escapes.
std::string take_element(std::string_view& rest) {
  std::string element;
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  while (!rest.empty() && rest.front() != (quoted ? '"' : ',')) {
    if (quoted && rest.front() == '\\') rest.remove_prefix(1);
    if (rest.empty()) unreadable("array");
    element += rest.front();
    rest.remove_prefix(1);
  }
  if (!quoted) return element == "NULL" ? (unreadable("array"), element) : element;
  if (rest.empty()) unreadable("array");
  rest.remove_prefix(1);
  return element;
}

}

std::string octets_text(bytes_view octets) {
  std::string text{"\\x"};
  text.reserve(2 + 2 * octets.size());
  boost::algorithm::hex_lower(octets.begin(), octets.end(), std::back_inserter(text));
  return text;
}

bytes octets_from(std::string_view text) {
  if (!text.starts_with("\\x")) unreadable("bytea");
  bytes octets;
  octets.reserve(text.size() / 2);
  try {
    boost::algorithm::unhex(text.begin() + 2, text.end(), std::back_inserter(octets));
  } catch (const boost::algorithm::hex_decode_error&) {
    unreadable("bytea");
  }
  return octets;
}

std::string array_text(const std::vector<field_text>& elements) {
  std::string text{"{"};
  for (const auto& element : elements) {
    if (text.size() > 1) text += ',';
    if (!element) {
      text += "NULL";
      continue;
    }
    text += '"';
    for (const char each : *element) {
      if (each == '"' || each == '\\') text += '\\';
      text += each;
    }
    text += '"';
  }
  return text + '}';
}

std::vector<std::string> texts_from(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) unreadable("array");
  auto rest = text.substr(1, text.size() - 2);
  std::vector<std::string> texts;
  while (!rest.empty()) {
    texts.push_back(take_element(rest));
    if (rest.empty()) break;
    if (rest.front() != ',' || rest.size() == 1) unreadable("array");
    rest.remove_prefix(1);
  }
  return texts;
}

const std::string& storable(const std::string& value) {
  if (value.find('\0') != value.npos)
    throw failure{failure_kind::refused, "a text with U+0000 cannot be stored"};
  return value;
}

}
