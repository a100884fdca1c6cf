// SPDX-License-Identifier: Apache-2.0
#include "http/admin/list_query.hpp"

#include "events/user_id.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/shape.hpp"
#include "http/server/problems.hpp"

#include <charconv>

namespace muniment::http {
namespace {

form parsed(const std::string& query) {
  auto read = form::parse(query);
  if (!read || read->repeats_any()) throw problem_found{problems::malformed_query};
  return std::move(*read);
}

}

list_query::list_query(const request& asked) : sent_{parsed(asked.query)} {}

std::optional<std::string> list_query::text(fixed_text name) {
  const auto found = sent_.find(name.view());
  if (!found) return {};
  ++asked_for_;
  return std::string(*found);
}

std::optional<uuid> list_query::id(fixed_text name) {
  const auto sent = text(name);
  if (!sent) return {};
  const auto read = read_user_id(*sent);
  if (!read) refuse_value(name, "It is no id.");
  return read;
}

std::optional<instant> list_query::moment(fixed_text name) {
  const auto sent = text(name);
  if (!sent) return {};
  const auto read = parse_instant(*sent);
  if (!read) refuse_value(name, "It is no moment, such as 2026-03-03T14:03:00Z.");
  return read;
}

std::optional<std::uint64_t> list_query::number(fixed_text name, std::uint64_t most) {
  const auto sent = text(name);
  if (!sent) return {};
  std::uint64_t value = 0;
  const auto* end = sent->data() + sent->size();
  const auto [stop, error] = std::from_chars(sent->data(), end, value);
  if (error != std::errc{} || stop != end || value > most)
    refuse_value(name, "It is no whole number in the range allowed here.");
  return value;
}

std::optional<bool> list_query::flag(fixed_text name) {
  const auto sent = text(name);
  if (!sent) return {};
  if (*sent != "true" && *sent != "false") refuse_value(name, "It is neither true nor false.");
  return *sent == "true";
}

std::size_t list_query::limit() {
  const auto sent = number("limit", page_size::most);
  if (sent == 0U) refuse_value("limit", "It is no whole number in the range allowed here.");
  return sent.value_or(page_size::usual);
}

void list_query::finish() const {
  if (asked_for_ < sent_.parameters().size()) throw problem_found{problems::unknown_parameter};
}

}
