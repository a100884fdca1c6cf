// SPDX-License-Identifier: Apache-2.0
#include "http/operations/access_line.hpp"

#include "crypto/encoding.hpp"
#include "http/server/octets.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace muniment::http {
namespace {

constexpr std::size_t longest_text = 512;
constexpr std::size_t longest_name = 32;
constexpr std::size_t most_parts = 20;
constexpr std::string_view hidden = "***";

bool is_tellable(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char each) {
    return is_letter(each) || is_digit(each) || each == '_' || each == '-' || each == '.';
  });
}

boost::json::string short_text(std::string_view text) {
  const auto cut = text.substr(0, longest_text);
  boost::json::string told{cut.data(), cut.size()};
  // Octets from 0x80 up may be no UTF-8, which would make the line no JSON.
  std::ranges::replace_if(
      told, [](char each) { return !is_visible(each) && each != ' '; }, '?');
  return told;
}

std::string time_text(std::chrono::system_clock::time_point moment) {
  using namespace std::chrono;
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{floor<milliseconds>(moment - day)};
  std::array<char, 64> text;
  const auto size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
      unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}

std::string redacted(std::string_view query) {
  std::string told;
  for (std::size_t parts = 0; !query.empty(); ++parts) {
    if (parts > 0) told += '&';
    if (parts == most_parts) return told += hidden;
    const auto end = std::min(query.find('&'), query.size());
    const auto part = query.substr(0, end);
    const auto name = part.substr(0, std::min(part.find('='), part.size()));
    if (name.size() < part.size() && is_tellable(name)) told.append(name).append("=");
    told += hidden;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return told;
}

std::string access_line(const exchange& told, std::chrono::system_clock::time_point now) {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  boost::json::object line;
  line["time"] = time_text(now);
  line["kind"] = "access";
  line["request_id"] = short_text(told.request_id);
  line["status"] = told.status;
  line["ms"] = static_cast<double>(duration_cast<microseconds>(told.took).count()) / 1000;
  if (told.asked) {
    line["method"] = short_text(told.asked->method);
    line["host"] = short_text(told.asked->field("host").value_or(""));
    line["path"] = short_text(told.asked->path);
    if (!told.asked->query.empty()) line["query"] = short_text(redacted(told.asked->query));
    line["trace_id"] = crypto::hex_encode(told.asked->trace);
  }
  return boost::json::serialize(line);
}

std::string cause_line(std::string_view kind, std::string_view request_id, std::string_view cause,
                       std::chrono::system_clock::time_point now) {
  boost::json::object line;
  line["time"] = time_text(now);
  line["kind"] = short_text(kind);
  line["request_id"] = short_text(request_id);
  line["cause"] = short_text(cause);
  return boost::json::serialize(line);
}

}
