// SPDX-License-Identifier: Apache-2.0
#include "http/server/reply.hpp"

#include "events/digits.hpp"
#include "http/server/octets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muniment::http {
namespace {

using named_text = std::pair<std::string_view, std::string_view>;

/// Fields that frame the message or name it: never the handler's.
constexpr auto ours =
    std::to_array<std::string_view>({"connection", "content-length", "date", "keep-alive",
                                     "trailer", "transfer-encoding", "upgrade", "x-request-id"});

constexpr auto unless_set = std::to_array<named_text>({
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Origin-Agent-Cluster", "?1"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Cache-Control", "no-store"},
});
constexpr std::string_view transport_security = "max-age=63072000; includeSubDomains";

constexpr auto phrases = std::to_array<std::pair<int, std::string_view>>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
});

std::string_view phrase_of(int status) {
  const auto* found = std::ranges::find(phrases, status, [](const auto& row) { return row.first; });
  return found == phrases.end() ? std::string_view{} : found->second;
}

bool among_ours(std::string_view name) {
  return std::ranges::any_of(ours, [&](auto each) { return equal_ignoring_case(each, name); });
}

bool says(const response& reply, std::string_view name) {
  return std::ranges::any_of(
      reply.fields, [&](const auto& each) { return equal_ignoring_case(each.name, name); });
}

bool has_no_body(int status) { return status == 204 || status == 304; }

/// IMF-fixdate (RFC 9110 section 5.6.7), without asking a locale.
std::string date_text(std::chrono::system_clock::time_point moment) {
  using namespace std::chrono;
  constexpr std::string_view days = "SunMonTueWedThuFriSat";
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto day = floor<std::chrono::days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(moment - day)};
  std::string text;
  text.reserve(32);
  text.append(days.substr(std::size_t{3} * weekday{day}.c_encoding(), 3)).append(", ");
  append_digits(text, unsigned{date.day()}, 2);
  text.append(" ").append(months.substr(std::size_t{3} * (unsigned{date.month()} - 1), 3));
  append_digits(text += ' ', static_cast<unsigned>(int{date.year()}), 4);
  append_digits(text += ' ', static_cast<unsigned>(time.hours().count()), 2);
  append_digits(text += ':', static_cast<unsigned>(time.minutes().count()), 2);
  append_digits(text += ':', static_cast<unsigned>(time.seconds().count()), 2);
  return text += " GMT";
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}

bool sendable(const response& reply) {
  const auto fine = [](const field_line& each) {
    return !each.name.empty() && std::ranges::all_of(each.name, is_token_octet) &&
           std::ranges::none_of(each.value, is_control);
  };
  return reply.status >= 200 && reply.status <= 599 && std::ranges::all_of(reply.fields, fine);
}

std::string serialise(const response& reply, const reply_facts& facts) {
  std::string out;
  out.reserve(1024 + reply.body.size());
  out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
  out.append(phrase_of(reply.status)).append("\r\n");
  add(out, "Date", date_text(facts.now));
  if (!has_no_body(reply.status)) add(out, "Content-Length", std::to_string(reply.body.size()));
  if (facts.close) add(out, "Connection", "close");
  add(out, "X-Request-Id", facts.request_id);
  if (facts.secure && !says(reply, "Strict-Transport-Security"))
    add(out, "Strict-Transport-Security", transport_security);
  for (const auto& [name, value] : unless_set)
    if (!says(reply, name)) add(out, name, value);
  for (const auto& [name, value] : reply.fields)
    if (!among_ours(name)) add(out, name, value);
  out.append("\r\n");
  if (!facts.without_body && !has_no_body(reply.status)) out.append(reply.body);
  return out;
}

response reply_of(const problem& told) {
  return {.status = told.status,
          .fields = {{"Content-Type", std::string(problem_media_type)}},
          .body = render(told)};
}

asio::awaitable<response> at_once(response reply) { co_return reply; }

}
