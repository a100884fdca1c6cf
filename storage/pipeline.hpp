// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "storage/libpq.hpp"

#include <span>
#include <string>
#include <vector>

namespace muniment::storage {

/// What an exchange brought back: one result per statement sent, in order, and behind them the
/// error by which it could not be committed, if that is what was wrong; fewer when `lost`.
struct exchange_results {
  std::vector<pg_result> results;
  bool lost = false;
  /// SQLSTATE of the warning that the standby was not waited for; empty when none came. Other
  /// warnings say nothing about what became of the statements and are passed over.
  std::string standby_warning;
};

/// A libpq connection kept in pipeline mode. Statements are queued, then `exchange` sends them with
/// one sync behind and reads every result up to it. One thread.
class pipeline {
public:
  /// Throws `failure{unavailable}`.
  pipeline(const std::string& dsn, deadline until);
  pipeline(const pipeline&) = delete;
  pipeline& operator=(const pipeline&) = delete;

  /// Each queues one statement; false when the connection is lost, and then nothing queued since
  /// the last exchange is certain not to have left.
  bool queue(const std::string& sql, std::span<const bytes> parameters);
  bool queue_prepare(const std::string& name, const std::string& sql);
  bool queue_prepared(const std::string& name, std::span<const bytes> parameters);

  /// Sends what was queued, as one transaction that its sync commits, and waits for all answers,
  /// results in binary form.
  exchange_results exchange(deadline until);

  [[nodiscard]] bool usable() const { return usable_; }

private:
  static void take_notice(void* self, const PGresult* notice);
  bool noted(int queued);
  bool read_statement(exchange_results& into, deadline until);
  bool read_sync(exchange_results& into, deadline until);

  pg_connection connection_;
  std::size_t queued_ = 0;
  std::string standby_warning_;
  bool usable_ = true;
};

/// Field `column` of the only row, as sent; empty for NULL.
bytes_view field(const PGresult* result, int column);

}
