// SPDX-License-Identifier: Apache-2.0
#include "ops/settings.hpp"

#include "http/server/address_list.hpp"
#include "ops/hosts.hpp"
#include "ops/settings_sources.hpp"

#include <algorithm>

namespace muniment::ops {
namespace {

constexpr std::int64_t longest_safe_access_token = 3600;
constexpr std::int64_t safe_password_length = 15; // NIST SP 800-63B-4 section 3.1.1.2

std::string shown(const setting_candidate& candidate) {
  return candidate.row->secret ? candidate.origin
                               : candidate.origin + " = \"" + candidate.text + "\"";
}

// Reports sources of one rank that disagree, also where a stronger rank makes neither matter:
// whoever wrote both believes that one of them holds.
void check_agreement(const setting_candidate& first, const setting_candidate& second,
                     setting_errors& errors) {
  if (first.rank == second.rank && first.text != second.text)
    errors.push_back(std::string(first.row->name) + " is set twice: " + shown(first) + " and " +
                     shown(second));
}

// Settles one setting among its candidates, which stand in order of rank and end with its default.
void settle(const std::vector<setting_candidate>& candidates, const setting_row& row,
            settings& values, setting_errors& errors) {
  const auto concerns = [&](const setting_candidate& candidate) { return candidate.row == &row; };
  auto at = std::find_if(candidates.begin(), candidates.end(), concerns);
  const auto& winner = *at;
  for (auto previous = at;; previous = at) {
    at = std::find_if(at + 1, candidates.end(), concerns);
    if (at == candidates.end()) break;
    check_agreement(*previous, *at, errors);
  }
  if (assign(row, winner.text, values)) return;
  const auto accepted = accepted_by(row);
  errors.push_back(shown(winner) +
                   " is not accepted: " + (accepted.empty() ? "no control characters" : accepted));
}

void check_hosts(const settings& values, setting_errors& errors) {
  const auto router = host_router_of(values);
  if (!router) errors.push_back(router.error());
}

std::string_view key_type_of(std::string_view algorithm) {
  if (algorithm == "ES256") return "EC";
  return algorithm == "EdDSA" ? "OKP" : "RSA";
}

bool is_given(std::string_view name, const std::vector<setting_candidate>& candidates) {
  return std::ranges::any_of(candidates, [&](const setting_candidate& each) {
    return each.row->name == name && each.rank != setting_rank::fallback;
  });
}

void check_keys(const settings& values, setting_errors& errors) {
  const auto wanted = key_type_of(values.jwks_alg);
  if (values.jwks_kty != wanted)
    errors.push_back("jwks_alg " + values.jwks_alg + " needs jwks_kty " + std::string(wanted) +
                     ", not " + values.jwks_kty);
  if (values.jwks_size % 1024 != 0) errors.push_back("jwks_size is not a multiple of 1024");
}

void check_addresses(const settings& values, setting_errors& errors) {
  const auto read = http::address_list(values.listen_address);
  if (!read) errors.push_back("listen_address: " + read.error());
}

void check_pairs(const settings& values, setting_errors& errors) {
  if (values.tls_certificate_file.empty() != values.tls_key_file.empty())
    errors.push_back("tls_certificate_file and tls_key_file go together: one of them is missing");
  if (values.listen_port == values.operations_port ||
      values.redirect_port == values.operations_port || values.listen_port == values.redirect_port)
    errors.push_back("listen_port, redirect_port and operations_port must differ");
}

void check_delays(const settings& values, setting_errors& errors) {
  if (values.login_longest_delay < values.login_first_delay)
    errors.push_back("login_longest_delay is shorter than login_first_delay");
  if (values.login_address_free_failures < values.login_free_failures)
    errors.push_back("login_address_free_failures is less than login_free_failures");
}

std::vector<std::string> warnings_about(const settings& values) {
  std::vector<std::string> warnings;
  if (values.access_tokens_max_age > longest_safe_access_token)
    warnings.push_back(
        "access_tokens_max_age is " + std::to_string(values.access_tokens_max_age) +
        " s: a stolen access token works that long where nobody introspects it; 600 is advised");
  if (values.password_min_length < safe_password_length)
    warnings.push_back("password_min_length is " + std::to_string(values.password_min_length) +
                       ": 15 is advised where a password is the only factor");
  if (values.insecure_dsn)
    warnings.push_back("insecure_dsn is true: the connection to the database is unverified");
  if (values.tls_minimum == "1.2") warnings.push_back("tls_minimum is 1.2: 1.3 is advised");
  return warnings;
}

}

boost::system::result<loaded_settings, setting_errors>
load_settings(const setting_sources& sources) {
  setting_errors errors;
  loaded_settings loaded;
  const auto candidates = candidates_of(sources, errors);
  for (const auto& row : settings_table())
    settle(candidates, row, loaded.values, errors);
  if (!is_given("jwks_kty", candidates))
    loaded.values.jwks_kty = key_type_of(loaded.values.jwks_alg);
  // Cross-checks of values that did not settle would only repeat the complaint.
  if (errors.empty()) {
    check_hosts(loaded.values, errors);
    check_addresses(loaded.values, errors);
    check_keys(loaded.values, errors);
    check_pairs(loaded.values, errors);
    check_delays(loaded.values, errors);
  }
  if (!errors.empty()) return errors;
  loaded.warnings = warnings_about(loaded.values);
  return loaded;
}

}
