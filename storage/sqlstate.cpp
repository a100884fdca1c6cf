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

failure failure_from(const pqxx::sql_error& error, const std::string& sentence) {
  const auto state = sqlstate_of(error);
  const bool late = state == "57014" || state == "55P03";
  return {late ? failure_kind::timed_out : failure_kind::refused, sentence + " (" + state + ")",
          state};
}

}
