// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlstate.hpp"

#include <pqxx/except>

namespace muniment::storage {

std::string sqlstate_of(const pqxx::failure& error) {
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr) return "42501";
  if (dynamic_cast<const pqxx::deadlock_detected*>(&error) != nullptr) return "40P01";
  if (dynamic_cast<const pqxx::serialization_failure*>(&error) != nullptr) return "40001";
  const auto* said = dynamic_cast<const pqxx::sql_error*>(&error);
  return said != nullptr ? said->sqlstate() : std::string{};
}

}
