// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace muniment::storage {

/// Why storage could not answer.
enum class failure_kind {
  unavailable, ///< No connection to the database could be had.
  exhausted,   ///< Every pooled connection was busy until the deadline.
  timed_out,   ///< A statement or an exchange was over its deadline.
  lost,        ///< The connection broke in the middle; nothing is known about a write.
  refused,     ///< The database said no; `sqlstate` says which no.
  taken,       ///< Somebody else holds the name that was asked for.
  missing,     ///< No such workspace, schema or row where one must be.
  misplaced,   ///< The database belongs to another deployment or is written by a newer binary.
};

/// Whether a database refuses this only because of what else is going on there: asked again, it may
/// agree (SQLSTATE classes 40, 53, 55, 57, and 25006: it may not write at present).
bool is_passing(const std::string& sqlstate);

/// Thrown by everything in storage that cannot answer. Its text names no data and no secret.
class failure : public std::runtime_error {
public:
  failure(failure_kind kind, const std::string& sentence, std::string sqlstate = {})
      : std::runtime_error{sentence}, kind_{kind}, sqlstate_{std::move(sqlstate)} {}

  [[nodiscard]] failure_kind kind() const { return kind_; }
  [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }

private:
  failure_kind kind_;
  std::string sqlstate_;
};

}
