// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/told.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace muniment::doctor {
namespace {

namespace json = boost::json;

constexpr std::size_t most_octets = 1U << 20;
constexpr std::array verdicts{verdict::ok, verdict::warning, verdict::failed};

std::string text_in(const json::object& from, const char* name) {
  return std::string{from.at(name).as_string()};
}

}

std::string line_of(const finding& found) {
  return json::serialize(json::object{{"check", found.check},
                                      {"verdict", static_cast<int>(found.judged)},
                                      {"found", found.found},
                                      {"mend", found.mend}}) +
         '\n';
}

std::string line_of_begun(const begun& next) {
  return json::serialize(json::object{{"begun", next.check}, {"if_silent", next.if_silent}}) + '\n';
}

bool told::take(std::string_view octets) {
  octets_ += octets.size();
  if (octets_ > most_octets) return false;
  unfinished_ += octets;
  for (auto end = unfinished_.find('\n'); end != std::string::npos; end = unfinished_.find('\n')) {
    if (!take_line(std::string_view{unfinished_}.substr(0, end))) return false;
    unfinished_.erase(0, end + 1);
  }
  return true;
}

bool told::take_line(std::string_view line) {
  try {
    // Names of files need not be UTF-8.
    json::parse_options any;
    any.allow_invalid_utf8 = true;
    const auto members = json::parse({line.data(), line.size()}, {}, any).as_object();
    if (members.contains("begun")) {
      begun_ = {text_in(members, "begun"), text_in(members, "if_silent")};
      return true;
    }
    const auto judged = members.at("verdict").to_number<std::size_t>();
    findings_.push_back({text_in(members, "check"), verdicts.at(judged), text_in(members, "found"),
                         text_in(members, "mend")});
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}
