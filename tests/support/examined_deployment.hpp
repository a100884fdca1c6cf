// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/places.hpp"
#include "ops/serve/logins_file.hpp"
#include "storage/key_store.hpp"
#include "storage/master_key.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/temporary_directory.hpp"

namespace muniment::test {

/// A deployment on a database that is not its own, as `serve` runs it: a prepared database, logins
/// file, master key and key store.
class examined_deployment {
public:
  explicit examined_deployment(durability wish = durability::fast) : database{wish} {
    auto values = ops::load_settings({})->values;
    values.dsn = database.owner_dsn();
    values.data_directory = folder.path().string();
    values.key_store_directory = (folder.path() / "keys").string();
    at = doctor::places_of(values, {});
    ops::write_logins(at.logins, database.logins());
    storage::write_new_master_key(at.master_key);
  }
  storage::key_store keys() const {
    return storage::key_store::open(at.key_store, storage::master_key_from_file(at.master_key));
  }

  /// The same with another way to the database.
  doctor::places reached_by(const std::string& dsn) const {
    auto other = at;
    other.values.dsn = dsn;
    return other;
  }

  temporary_directory folder;
  journal_database database;
  doctor::places at;
};

}
