// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/prepare_database.hpp"

#include "http/server/ids.hpp"
#include "ops/serve/database_access.hpp"
#include "ops/serve/deployment_keys.hpp"
#include "ops/serve/has_workspaces.hpp"
#include "ops/serve/logins_file.hpp"
#include "storage/administrator.hpp"
#include "storage/failure.hpp"
#include "storage/startup_error.hpp"

#include <optional>

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;
using storage::startup_error;

constexpr std::chrono::seconds patience{10};

void demand_login(const std::string& dsn, const std::string& who) {
  const auto tried = storage::try_login(dsn, patience);
  if (tried.outcome != storage::login_outcome::welcome) fail_at(tried, who);
  demand_supported(tried.server_version);
}

void demand_rights(const storage::administrator& who) {
  if (!who.makes_roles)
    throw startup_error{"the login " + who.login + " may not make roles",
                        "as a superuser: ALTER ROLE " + who.login + " CREATEROLE"};
  if (!who.makes_schemas)
    throw startup_error{"the login " + who.login + " may not make schemas in the database " +
                            who.database + " and pass that right on",
                        "as a superuser: ALTER DATABASE " + who.database + " OWNER TO " +
                            who.login};
}

storage::administrator demand_administrator(const std::string& dsn) {
  demand_login(dsn, {});
  auto who = storage::read_administrator(dsn);
  demand_rights(who);
  return who;
}

/// The file of logins while the database is not yet known to agree with it: on failure what was
/// there before is there again.
class tentative_logins {
public:
  tentative_logins(const preparation& wanted, const storage::administrator& who)
      : file_{wanted.files.logins} {
    if (fs::exists(file_)) before_ = read_logins(file_);
    if (!before_ && who.has_logins && !wanted.new_passwords)
      throw startup_error{
          "this server knows Muniment's logins already, and their passwords are not "
          "at " +
              file_.string(),
          "name the file that holds them with --logins-file; or --new-passwords, "
          "which locks out whoever uses the old ones"};
    passwords_ = before_ && !wanted.new_passwords ? passwords_in(*before_, wanted.pool_logins)
                                                  : fresh_passwords(wanted.pool_logins);
    make_private_directory(file_.parent_path());
    write_logins(file_, storage::logins_with(passwords_));
  }

  ~tentative_logins() {
    if (agreed_) return;
    try {
      if (before_)
        write_logins(file_, *before_);
      else
        fs::remove(file_);
    } catch (const std::exception&) {
      // The failure that brought us here says more.
    }
  }
  tentative_logins(const tentative_logins&) = delete;
  tentative_logins& operator=(const tentative_logins&) = delete;

  [[nodiscard]] const storage::login_passwords& passwords() const { return passwords_; }
  [[nodiscard]] bool is_new() const { return !before_; }
  void agree() { agreed_ = true; }

private:
  const fs::path file_;
  std::optional<storage::logins> before_;
  storage::login_passwords passwords_;
  bool agreed_ = false;
};

storage::prepared_database prepare(const settings& values,
                                   const storage::login_passwords& passwords) {
  const storage::deployment fresh{http::random_id(), values.base_domain,
                                  *storage::deployment_tag::parse("main"),
                                  storage::supported_format_level};
  try {
    return storage::database_prepare(values.dsn, fresh, passwords);
  } catch (const storage::failure& error) {
    if (error.kind() == storage::failure_kind::misplaced)
      throw startup_error{error.what(), "set base_domain to it, or name another database"};
    throw startup_error{error.what(), "the log of PostgreSQL tells more"};
  }
}

keys_found settle_keys(const preparation& wanted, const storage::prepared_database& prepared) {
  const bool store = has_keys(wanted.files);
  const bool master = store && fs::exists(wanted.files.master_key);
  if (wanted.make_keys && store && !master)
    throw startup_error{"there are keys at " + wanted.files.key_store.string() +
                            ", but no master key at " + wanted.files.master_key.string(),
                        "leave out --make-keys where systemd hands it to the server; else restore "
                        "it: without it nobody can read the personal data"};
  if (wanted.make_keys)
    make_keys(wanted.files, prepared.installation.id,
              has_workspaces(wanted.values.dsn, prepared.logins));
  if (store) return master ? keys_found::kept : keys_found::store_alone;
  return wanted.make_keys ? keys_found::made : keys_found::none;
}

}

preparation_done prepare_database(const preparation& wanted) {
  const auto& values = wanted.values;
  demand_safe_dsn(values);
  const auto who = demand_administrator(values.dsn);
  tentative_logins logins{wanted, who};
  const auto prepared = prepare(values, logins.passwords());
  logins.agree();
  demand_login(storage::dsn_for(values.dsn, prepared.logins.pools.front()),
               prepared.logins.pools.front().name);
  preparation_done done{prepared.installation, who.database, {}, logins.is_new()};
  done.keys = settle_keys(wanted, prepared);
  done.logins = {prepared.logins.control.name, prepared.logins.hub.name};
  for (const auto& each : prepared.logins.pools)
    done.logins.push_back(each.name);
  return done;
}

}
