// SPDX-License-Identifier: Apache-2.0
#include "storage/dsn.hpp"

#include "storage/failure.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string_view>

namespace muniment::storage {

namespace {

struct options_closer {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using options = std::unique_ptr<PQconninfoOption, options_closer>;

options parse(const std::string& dsn) {
  options parsed{PQconninfoParse(dsn.c_str(), nullptr)};
  if (!parsed)
    throw failure{failure_kind::unavailable, "the database's connection string cannot be read"};
  return parsed;
}

std::string quoted(std::string_view value) {
  std::string text{"'"};
  for (const auto c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + '\'';
}

bool names_a_login(std::string_view keyword) {
  return keyword == "user" || keyword == "password" || keyword == "passfile";
}

/// What the text itself says.
std::string written(const options& parsed, std::string_view keyword) {
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option)
    if (keyword == option->keyword && option->val != nullptr) return option->val;
  return {};
}

/// What libpq will use: the environment stands in for what the text does not say.
std::string effective(const options& parsed, std::string_view keyword) {
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (keyword != option->keyword) continue;
    if (option->val != nullptr) return option->val;
    const char* environment = option->envvar ? std::getenv(option->envvar) : nullptr;
    return environment ? environment : "";
  }
  return {};
}

bool local(std::string_view host) {
  constexpr std::array<std::string_view, 4> loopback{"", "localhost", "127.0.0.1", "::1"};
  return host.starts_with('/') || host.starts_with('@') ||
         std::ranges::find(loopback, host) != loopback.end();
}

bool all_local(const std::string& hosts) {
  std::istringstream list{hosts};
  for (std::string host; std::getline(list, host, ',');)
    if (!local(host)) return false;
  return true;
}

}

std::string dsn_for(const std::string& dsn, const login& as) {
  const auto parsed = parse(dsn);
  auto text = "user=" + quoted(as.name) + " password=" + quoted(as.password);
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && !names_a_login(option->keyword))
      text += std::string{" "} + option->keyword + '=' + quoted(option->val);
  return text;
}

std::string dsn_with(const std::string& dsn, std::string_view keyword, const std::string& value) {
  const auto parsed = parse(dsn);
  auto text = std::string{keyword} + '=' + quoted(value);
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && keyword != option->keyword)
      text += std::string{" "} + option->keyword + '=' + quoted(option->val);
  return text;
}

/// Probes begin after half of the time, one a second. tcp_user_timeout alone would say nothing
/// while nothing sent is unheard; keepalives alone are not sent while something is.
std::string noticing_silence(const std::string& dsn, const silence_limits& limits) {
  using std::chrono::seconds;
  const auto quiet = std::max(seconds{1}, limits.silence / 2);
  const auto probes = std::max(seconds{1}, limits.silence - quiet);
  const std::chrono::milliseconds unheard = limits.silence;
  return dsn_with(dsn, "connect_timeout", std::to_string(limits.connecting.count())) +
         " keepalives=1 keepalives_idle=" + std::to_string(quiet.count()) +
         " keepalives_interval=1 keepalives_count=" + std::to_string(probes.count()) +
         " tcp_user_timeout=" + std::to_string(unheard.count());
}

std::string user_in(const std::string& dsn) { return effective(parse(dsn), "user"); }

bool holds_password(const std::string& dsn) { return !written(parse(dsn), "password").empty(); }

bool travels_safely(const std::string& dsn) {
  const auto parsed = parse(dsn);
  constexpr std::string_view verified{"verify-full"};
  if (written(parsed, "sslmode") == verified) return true;
  // A service file may name any host, and its sslmode counts for more than that of the environment.
  if (!effective(parsed, "service").empty()) return false;
  return effective(parsed, "sslmode") == verified ||
         (all_local(effective(parsed, "host")) && all_local(effective(parsed, "hostaddr")));
}

}
