// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/table.hpp"
#include "ops/serve/prepare_database.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

namespace muniment::cli {
namespace {

namespace json = boost::json;

constexpr auto help =
    "Makes a PostgreSQL database ready for `muniment serve`: roles, rights, schema, and random\n"
    "passwords for Muniment's own logins, which go into a file (0600). The dsn is that of a\n"
    "superuser, or of the database's owner with CREATEROLE; it is used once and kept nowhere. Put\n"
    "its password into PGPASSWORD or ~/.pgpass rather than into the command line. Run this as the\n"
    "account that will serve: the files are its own. Repeating it changes nothing; after an "
    "update\n"
    "of Muniment it brings the schema up to date.\n"
    "Example: muniment database prepare --dsn 'host=/run/postgresql dbname=muniment' \\\n"
    "             --base-domain id.example.com --make-keys\n"
    "The operator's credential is made by the first `muniment serve`.";

struct database_wishes {
  std::shared_ptr<setting_flags> settings = std::make_shared<setting_flags>();
  std::size_t pool_logins = storage::usual_pool_logins;
  bool new_passwords = false;
  bool make_keys = false;
  bool json = false;
};

constexpr std::array<std::string_view, 7> settings_taken{
    "dsn",         "insecure_dsn",        "base_domain",    "data_directory",
    "logins_file", "key_store_directory", "master_key_file"};

std::string_view word_for(ops::keys_found found) {
  switch (found) {
  case ops::keys_found::made:
    return "made";
  case ops::keys_found::kept:
    return "kept";
  case ops::keys_found::store_alone:
    return "kept; no master key at master_key_file, as where systemd hands it to the server";
  default:
    return "none here yet: --make-keys makes them";
  }
}

json::object summary(const ops::preparation& wanted, const ops::preparation_done& done) {
  json::object shown{{"database", done.database},
                     {"base_domain", done.installation.base_domain},
                     {"deployment", to_string(done.installation.id)},
                     {"logins_file", wanted.files.logins.string()}};
  auto& logins = shown["logins"].emplace_array();
  for (const auto& each : done.logins)
    logins.emplace_back(each);
  shown["passwords"] = done.new_logins_file || wanted.new_passwords ? "made" : "kept";
  shown["keys"] = word_for(done.keys);
  shown["key_store_directory"] = wanted.files.key_store.string();
  shown["master_key_file"] = wanted.files.master_key.string();
  return shown;
}

void prepare(const database_wishes& wished) {
  const auto values = settings_from(sources_of(*wished.settings)).values;
  const ops::preparation wanted{values, ops::files_of(values, default_data_directory()),
                                wished.pool_logins, wished.new_passwords, wished.make_keys};
  show(summary(wanted, ops::prepare_database(wanted)), wished.json);
}

}

void add_database_commands(subcommand app) {
  constexpr std::size_t most_pool_logins = 1'000;
  const auto wished = std::make_shared<database_wishes>();
  auto group = app.add_subcommand("database", "The database of a deployment");
  group.require_subcommand();
  auto command = group.add_subcommand("prepare", help);
  add_setting_flags(command, wished->settings, settings_taken);
  command.add_option("--pool-logins", wished->pool_logins, "Logins that hold 200 workspaces each")
      .type_name("COUNT")
      .between(1, most_pool_logins)
      .capture_default_str();
  command.add_flag("--new-passwords", wished->new_passwords,
                   "New passwords although there are some: restart every server with them");
  command.add_flag("--make-keys", wished->make_keys,
                   "The master key and the key store, where there are none");
  command.add_flag("--json", wished->json, "The summary as JSON");
  command.callback([wished] { prepare(*wished); });
}

}
