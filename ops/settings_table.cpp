// SPDX-License-Identifier: Apache-2.0
#include "ops/settings_table.hpp"

#include "crypto/signing_key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace muniment::ops {
namespace {

constexpr auto formats = std::to_array<std::string_view>({"uuid", "nanoid"});
constexpr auto key_types = std::to_array<std::string_view>({"RSA", "EC", "OKP"});
constexpr auto tls_versions = std::to_array<std::string_view>({"1.3", "1.2"});
constexpr auto log_levels = std::to_array<std::string_view>({"debug", "info", "warn", "error"});

constexpr text_setting text(std::string settings::*member) { return {member}; }
constexpr text_setting one_of(std::string settings::*member,
                              std::span<const std::string_view> choices) {
  return {member, choices};
}
constexpr number_setting port(std::int64_t settings::*member, std::int64_t least = 1) {
  return {member, least, 65535};
}

constexpr auto table = std::to_array<setting_row>({
    {"base_domain", text(&settings::base_domain), "muniment.localhost", "BASE_DOMAIN",
     "The domain of this deployment, without a port. Workspaces answer below it, the control plane "
     "at "
     "`api.<base_domain>`. The database remembers it: a start with another one is refused. Give it "
     "a "
     "domain of its own: pages clear the cookies that others set for it."},
    {"host_pattern", text(&settings::host_pattern), "{slug}.{base_domain}", "",
     "The host of a workspace. `{slug}` stands once, for its route name."},
    {"primary_workspace", text(&settings::primary_workspace), "", "PRIMARY_TENANT_ID",
     "The slug of the workspace that answers at the base domain itself."},
    {"default_workspace", text(&settings::default_workspace), "", "DEFAULT_TENANT_ID",
     "The slug of the workspace that answers there if no primary one is set; `default` if neither "
     "is."},
    {"user_id_format", one_of(&settings::user_id_format, formats), "uuid", "USER_ID_FORMAT",
     "How the ids of new users are written, as `sub` and everywhere: `uuid`, or `nanoid` for 21 "
     "letters, digits, `_` and `-`. Those who are there keep theirs for ever."},
    {"access_tokens_max_age", number_setting{&settings::access_tokens_max_age, 60, 2592000}, "600",
     "ACCESS_TOKENS_MAX_AGE",
     "Seconds for which an access token is valid. It cannot be called back from a resource server "
     "that "
     "does not ask: beyond an hour a warning is given."},
    {"refresh_tokens_max_age", number_setting{&settings::refresh_tokens_max_age, 3600, 31536000},
     "2592000", "REFRESH_TOKENS_MAX_AGE",
     "Seconds after each authorization, also one without a login, for which a client with "
     "`offline_access` may refresh, however often it does. Then it asks for another one, for which "
     "the person signs in again unless a session of theirs still stands."},
    {"key_roll_hours", number_setting{&settings::key_roll_hours, 1, 20}, "12", "",
     "Hours after one roll of the encryption keys until an erasure begins the next by itself. When "
     "that has ended, within 24 hours of the erasure, no copy yields the person any more; "
     "`muniment key roll` does it at once."},
    {"jwks_rotation_days", number_setting{&settings::jwks_rotation_days, 1, 3650}, "30",
     "JWKS_ROTATION_DAYS",
     "Days after which the next signing key takes over, on a running server. It has been published "
     "since its predecessor did."},
    {"jwks_kty", one_of(&settings::jwks_kty, key_types), "RSA", "JWKS_KTY",
     "The type of new signing keys: that of `jwks_alg`, by itself where it is not set."},
    {"jwks_alg", one_of(&settings::jwks_alg, crypto::algorithm_names), "RS256", "JWKS_ALG",
     "The algorithm of which every workspace gets signing keys, and new clients their tokens, "
     "where "
     "no other one is asked for. Keys of other algorithms that are in use are replaced by their "
     "like, since clients are registered for them. ES256 costs a fifteenth of RS256."},
    {"jwks_size", number_setting{&settings::jwks_size, 2048, 4096}, "2048", "JWKS_SIZE",
     "Bits of new RSA keys, a multiple of 1024; without meaning for other types."},
    {"public_port", port(&settings::public_port), "443", "",
     "The port in the addresses that browsers see; 443 is left out of them."},
    {"listen_address", text(&settings::listen_address), "127.0.0.1,::1", "",
     "The IP addresses on which HTTPS is served, separated by commas. `::` alone stands for all "
     "addresses of the machine. Where a machine has no `::1`, that one is passed over."},
    {"listen_port", port(&settings::listen_port), "8443", "", "The port on which HTTPS is served."},
    {"redirect_port", port(&settings::redirect_port, 0), "0", "",
     "A port on which plain HTTP is answered with a redirect to HTTPS and nothing else; 0 for "
     "none."},
    {"operations_port", port(&settings::operations_port), "9464", "",
     "The loopback port of `/healthz`, `/readyz` and `/metrics`."},
    {"tls_certificate_file", text(&settings::tls_certificate_file), "", "",
     "The certificate chain, PEM. Read again, with its key, within ten seconds of a change, and "
     "when "
     "a server that is not on a terminal gets SIGHUP; a pair that cannot be used changes nothing, "
     "and is told in the log."},
    {"tls_key_file", text(&settings::tls_key_file), "", "", "The key of the certificate, PEM."},
    {"tls_authority_file", text(&settings::tls_authority_file), "", "",
     "The certificate of a private authority that signed that one, PEM: what the command line "
     "trusts instead of what this machine trusts. Written into the operator's credential."},
    {"tls_minimum", one_of(&settings::tls_minimum, tls_versions), "1.3", "",
     "The oldest TLS version spoken."},
    {"trusted_proxies", text(&settings::trusted_proxies), "", "",
     "Addresses or networks, separated by commas, whose forwarded headers are believed. Empty for "
     "none. Such a proxy removes or overwrites whichever of `Forwarded` and `X-Forwarded-For` it "
     "does not set itself: where both come and disagree, its own address is taken for the "
     "client's."},
    {"login_free_failures", number_setting{&settings::login_free_failures, 0, 1000}, "5", "",
     "Wrong passwords for one user name from one address (of IPv6: from one /64) that cost "
     "nothing, "
     "whether or not there is such a user. Each further one pauses sign-in by that name from "
     "there; "
     "a right password forgives them. An account itself is locked after five, from wherever they "
     "come."},
    {"login_address_free_failures",
     number_setting{&settings::login_address_free_failures, 0, 100000}, "50", "",
     "Wrong passwords for all user names together from one address that cost nothing. Each further "
     "one pauses every sign-in from there. Raise it where very many people share an address; "
     "behind a proxy that `trusted_proxies` does not name, all of them do."},
    {"login_first_delay", number_setting{&settings::login_first_delay, 1, 3600}, "30", "",
     "Seconds of the first of these pauses. Each further one takes twice as long."},
    {"login_longest_delay", number_setting{&settings::login_longest_delay, 1, 86400}, "900", "",
     "Seconds of the longest of them. In as much time one wrong password is "
     "forgotten. At least `login_first_delay`."},
    {"password_min_length", number_setting{&settings::password_min_length, 8, 64}, "15", "",
     "Characters that a password has at least when somebody chooses one. 15 is what NIST SP "
     "800-63B-4 asks where a password is the only factor; below that a warning is given. Shorter "
     "ones from before stay good."},
    {"breached_passwords", text(&settings::breached_passwords), "", "",
     "A directory with a list of stolen passwords, of which nobody may choose one: for each five "
     "hexadecimal digits with which a SHA-1 may begin, in upper case, a file of that name, with or "
     "without `.txt`, whose lines are the other 35 digits, a colon and a count, as range files are "
     "downloaded for use without a network. Nothing is sent anywhere. Where a file is missing or "
     "cannot be read, nobody can choose a password that falls into it. Whether it is set or not, "
     "passwords that are common, patterns, or made of the person's names are refused."},
    {"data_directory", text(&settings::data_directory), "", "",
     "Where the embedded database and what belongs to it lie. `/var/lib/muniment` for root, else "
     "`muniment` below $XDG_DATA_HOME or ~/.local/share, if it is not set."},
    {"dsn", text(&settings::dsn), "", "",
     "The PostgreSQL to use instead of the embedded one, without a login. Elsewhere than on this "
     "machine it needs `sslmode=verify-full`.",
     true},
    {"insecure_dsn", switch_setting{&settings::insecure_dsn}, "false", "",
     "Accept a `dsn` without verified TLS. Whoever is on the network then reads and writes the "
     "journal."},
    {"logins_file", text(&settings::logins_file), "", "",
     "The logins at that database, a file only its owner may read; `muniment database prepare` "
     "writes it. `logins.json` in the data directory if it is not set."},
    {"key_store_directory", text(&settings::key_store_directory), "", "",
     "Where the era key lies: outside the database and outside every backup of it. `keys` in the "
     "data directory if it is not set."},
    {"key_copies", text(&settings::key_copies), "", "",
     "Directories, separated by commas, on other disks or machines, that each mirror the key "
     "store: "
     "replaced as a whole after every roll, never added to, and in no backup that keeps older "
     "states, because an era key that survives anywhere brings back whom an erasure removed. "
     "`doctor` compares them; the server does not read them. Losing every copy of the era key "
     "loses all personal data."},
    {"master_key_file", text(&settings::master_key_file), "", "",
     "The master key, a file only its owner may read. `master.key` in the data directory if it is "
     "not set."},
    {"log_level", one_of(&settings::log_level, log_levels), "info", "",
     "The least severe log lines written. In the log of what was answered a reply is `info`, from "
     "status 500 on `warn`, a failed handler `error`; the other log tells of the server itself: "
     "for "
     "`muniment up` it is `muniment.log` in the data directory. That file and `access.log` beside "
     "it are begun anew at 32 MiB each, and four older ones of each are kept."},
    {"access_log", text(&settings::access_log), "stderr", "",
     "Where `muniment serve` writes a line of JSON about each request: `stdout`, `stderr` or a "
     "file."},
    {"operator_credential", text(&settings::operator_credential), "", "",
     "The file of the credential that the command line uses, made by the first start of a server; "
     "`operator.json` in the data directory if it is not set."},
});

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char octet) {
    return octet >= 'a' && octet <= 'z' ? static_cast<char>(octet - 32) : octet;
  });
  return result;
}

bool put(const text_setting& kind, std::string_view text, settings& into) {
  const auto& choices = kind.choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), text) == choices.end())
    return false;
  if (std::any_of(text.begin(), text.end(),
                  [](unsigned char octet) { return octet < 0x20 || octet == 0x7f; }))
    return false;
  into.*kind.member = text;
  return true;
}

bool put(const number_setting& kind, std::string_view text, settings& into) {
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < kind.least || number > kind.most)
    return false;
  into.*kind.member = number;
  return true;
}

bool put(const switch_setting& kind, std::string_view text, settings& into) {
  if (text != "true" && text != "false") return false;
  into.*kind.member = text == "true";
  return true;
}

std::string accepted(const text_setting& kind) {
  std::string list;
  for (std::size_t place = 0; place < kind.choices.size(); ++place) {
    if (place > 0) list += place + 1 == kind.choices.size() ? " or " : ", ";
    list += kind.choices[place];
  }
  return list;
}

std::string accepted(const number_setting& kind) {
  return std::to_string(kind.least) + " to " + std::to_string(kind.most);
}

std::string accepted(const switch_setting&) { return "true or false"; }

}

std::span<const setting_row> settings_table() { return table; }

const setting_row* setting_named(std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const setting_row& row) { return row.name == name; });
  return row == table.end() ? nullptr : &*row;
}

std::string variable_of(const setting_row& row) { return "MUNIMENT_" + upper(row.name); }

std::string flag_of(const setting_row& row) {
  auto flag = "--" + std::string(row.name);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string accepted_by(const setting_row& row) {
  return std::visit([](const auto& kind) { return accepted(kind); }, row.kind);
}

bool assign(const setting_row& row, std::string_view text, settings& into) {
  return std::visit([&](const auto& kind) { return put(kind, text, into); }, row.kind);
}

}
