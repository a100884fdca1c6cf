// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logins_file.hpp"

#include "crypto/random.hpp"
#include "ops/serve/private_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muniment::ops {

namespace {

namespace json = boost::json;

std::string fresh_password() {
  constexpr std::size_t password_octets = 32;
  return crypto::random_token(password_octets);
}

storage::login login_in(const json::value& value) {
  const auto& members = value.as_object();
  const auto at = [&](const char* name) {
    std::string text{members.at(name).as_string()};
    if (text.empty()) throw std::invalid_argument{name};
    return text;
  };
  return {at("user"), at("password")};
}

json::object object_of(const storage::login& one) {
  return {{"user", one.name}, {"password", one.password}};
}

storage::logins logins_in(const std::string& text) {
  const auto members = json::parse(text).as_object();
  storage::logins all{login_in(members.at("control")), login_in(members.at("hub")), {}};
  for (const auto& each : members.at("pools").as_array())
    all.pools.push_back(login_in(each));
  if (all.pools.empty()) throw std::invalid_argument{"pools"};
  return all;
}

}

storage::logins read_logins(const std::filesystem::path& file) {
  const auto text = read_private_text({file, "the file of the database's logins",
                                       "muniment database prepare writes it; --logins-file names "
                                       "another"});
  try {
    return logins_in(text);
  } catch (const std::exception&) {
    throw storage::startup_error{file.string() + " is no file of logins",
                                 "restore it, or: muniment database prepare --new-passwords"};
  }
}

void write_logins(const std::filesystem::path& file, const storage::logins& kept) {
  json::object members{{"control", object_of(kept.control)}, {"hub", object_of(kept.hub)}};
  auto& pools = members["pools"].emplace_array();
  for (const auto& each : kept.pools)
    pools.push_back(object_of(each));
  storage::replace_file(file, json::serialize(members) + '\n', 0600);
}

storage::login_passwords fresh_passwords(std::size_t pools) {
  storage::login_passwords made{fresh_password(), fresh_password(), {}};
  while (made.pools.size() < pools)
    made.pools.push_back(fresh_password());
  return made;
}

storage::login_passwords passwords_in(const storage::logins& known, std::size_t pools) {
  storage::login_passwords all{known.control.password, known.hub.password, {}};
  for (const auto& each : known.pools)
    all.pools.push_back(each.password);
  while (all.pools.size() < pools)
    all.pools.push_back(fresh_password());
  return all;
}

}
