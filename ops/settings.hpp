// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace muniment::ops {

/// What an operator may set. Meaning, default and range of each member stand in the table
/// (settings_table.cpp), from which docs/configuration.md is made too.
struct settings {
  std::string base_domain;
  std::string host_pattern;
  std::string primary_workspace;
  std::string default_workspace;
  std::string user_id_format;
  std::int64_t access_tokens_max_age = 0;
  std::int64_t refresh_tokens_max_age = 0;
  std::int64_t key_roll_hours = 0;
  std::int64_t jwks_rotation_days = 0;
  std::string jwks_kty;
  std::string jwks_alg;
  std::int64_t jwks_size = 0;
  std::int64_t public_port = 0;
  std::string listen_address;
  std::int64_t listen_port = 0;
  std::int64_t redirect_port = 0;
  std::int64_t operations_port = 0;
  std::string tls_certificate_file;
  std::string tls_key_file;
  std::string tls_authority_file;
  std::string tls_minimum;
  std::string trusted_proxies;
  std::int64_t login_free_failures = 0;
  std::int64_t login_address_free_failures = 0;
  std::int64_t login_first_delay = 0;
  std::int64_t login_longest_delay = 0;
  std::int64_t password_min_length = 0;
  std::string breached_passwords;
  std::string data_directory;
  std::string dsn;
  bool insecure_dsn = false;
  std::string logins_file;
  std::string key_store_directory;
  std::string key_copies;
  std::string master_key_file;
  std::string log_level;
  std::string access_log;
  std::string operator_credential;
};

/// Where settings come from, strongest first. The caller reads arguments, environment and file;
/// nothing here does.
struct setting_sources {
  /// `{"base_domain", "example.com"}` for `--base-domain example.com`, in either spelling of the
  /// name.
  std::vector<std::pair<std::string, std::string>> command_line = {};
  /// The process environment; of it `MUNIMENT_<NAME>` and the documented aliases count.
  std::map<std::string, std::string> environment = {};
  /// The TOML file, already read; its name is for messages.
  std::string file_name = "muniment.toml";
  std::string file_text = {};
  /// What the subcommand prefers to the table's defaults.
  std::vector<std::pair<std::string, std::string>> presets = {};
};

/// Settings that hold together, and what `doctor` should say about them.
struct loaded_settings {
  settings values;
  std::vector<std::string> warnings;
};

/// Everything that keeps the program from starting, one line each, with a hint where there is one.
/// No line holds the value of a secret setting.
using setting_errors = std::vector<std::string>;

/// The settings of these sources. Command line beats environment beats file beats preset beats
/// default; two sources of one rank that disagree (an alias and its MUNIMENT_ name, a flag given
/// twice) are an error, as are names that no setting has and values out of range. Pure; any thread.
boost::system::result<loaded_settings, setting_errors>
load_settings(const setting_sources& sources);

/// docs/configuration.md, made of the table.
std::string settings_documentation();

}
