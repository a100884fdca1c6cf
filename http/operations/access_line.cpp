// SPDX-License-Identifier: Apache-2.0
#include "http/operations/access_line.hpp"

#include "crypto/encoding.hpp"
#include "events/instant.hpp"
#include "http/server/octets.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

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

void add(boost::json::object& line, std::string_view name, std::string_view text) {
  const auto cut = text.substr(0, longest_text);
  auto& told = line[name].emplace_string();
  told.append({cut.data(), cut.size()});
  // Octets from 0x80 up may be no UTF-8, which would make the line no JSON.
  std::ranges::replace_if(
      told, [](char each) { return !is_visible(each) && each != ' '; }, '?');
}

std::string time_text(std::chrono::system_clock::time_point moment) {
  return to_string(std::chrono::floor<instant::duration>(moment));
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
  std::array<unsigned char, 4096> room; // what a line takes; for a longer one more is taken
  boost::json::monotonic_resource memory{room.data(), room.size()};
  boost::json::object line{&memory};
  line["time"] = time_text(now);
  line["kind"] = "access";
  add(line, "request_id", told.request_id);
  line["status"] = told.status;
  line["ms"] = static_cast<double>(duration_cast<microseconds>(told.took).count()) / 1000;
  if (told.asked) {
    add(line, "method", told.asked->method);
    add(line, "host", told.asked->field("host").value_or(""));
    add(line, "path", told.asked->path);
    if (!told.asked->query.empty()) add(line, "query", redacted(told.asked->query));
    line["trace_id"] = crypto::hex_encode(told.asked->trace);
  }
  return boost::json::serialize(line);
}

std::string cause_line(std::string_view kind, std::string_view request_id, std::string_view cause,
                       std::chrono::system_clock::time_point now) {
  boost::json::object line;
  line["time"] = time_text(now);
  add(line, "kind", kind);
  add(line, "request_id", request_id);
  add(line, "cause", cause);
  return boost::json::serialize(line);
}

}
