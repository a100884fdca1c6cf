// SPDX-License-Identifier: Apache-2.0
#include "storage/pipeline.hpp"

#include "storage/failure.hpp"

#include <utility>

namespace muniment::storage {

namespace {

constexpr int binary = 1;

/// The function of PostgreSQL that waits for the standby, and warns when it gives up. The SQLSTATE
/// is that of other warnings too, and the sentence is translated.
constexpr std::string_view standby_wait = "SyncRepWaitForLSN";

/// libpq wants three arrays; they point into the parameters.
struct parameter_pointers {
  explicit parameter_pointers(std::span<const bytes> parameters)
      : formats(parameters.size(), binary) {
    for (const auto& parameter : parameters) {
      // A null pointer would mean NULL, which an empty vector does not.
      values.push_back(parameter.empty() ? "" : reinterpret_cast<const char*>(parameter.data()));
      lengths.push_back(static_cast<int>(parameter.size()));
    }
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
};

bool notice_says(const PGresult* notice, int field, std::string_view wanted) {
  const auto* said = PQresultErrorField(notice, field);
  return said != nullptr && wanted == said;
}

}

pipeline::pipeline(const std::string& dsn, deadline until) : connection_{connect(dsn, until)} {
  PQsetNoticeReceiver(connection_.get(), &pipeline::take_notice, this);
  if (PQenterPipelineMode(connection_.get()) != 1)
    throw failure{failure_kind::unavailable, "the connection cannot be pipelined"};
}

void pipeline::take_notice(void* self, const PGresult* notice) {
  auto& warning = static_cast<pipeline*>(self)->standby_warning_;
  if (warning.empty() && notice_says(notice, PG_DIAG_SEVERITY_NONLOCALIZED, "WARNING") &&
      notice_says(notice, PG_DIAG_SOURCE_FUNCTION, standby_wait))
    warning = sqlstate_of(notice);
}

bool pipeline::noted(int queued) {
  usable_ = usable_ && queued == 1;
  if (usable_) ++queued_;
  return usable_;
}

bool pipeline::queue(const std::string& sql, std::span<const bytes> parameters) {
  const parameter_pointers p{parameters};
  return noted(PQsendQueryParams(connection_.get(), sql.c_str(),
                                 static_cast<int>(parameters.size()), nullptr, p.values.data(),
                                 p.lengths.data(), p.formats.data(), binary));
}

bool pipeline::queue_prepare(const std::string& name, const std::string& sql) {
  return noted(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
}

bool pipeline::queue_prepared(const std::string& name, std::span<const bytes> parameters) {
  const parameter_pointers p{parameters};
  return noted(PQsendQueryPrepared(connection_.get(), name.c_str(),
                                   static_cast<int>(parameters.size()), p.values.data(),
                                   p.lengths.data(), p.formats.data(), binary));
}

exchange_results pipeline::exchange(deadline until) {
  exchange_results all;
  standby_warning_.clear();
  const auto expected = std::exchange(queued_, 0);
  usable_ = usable_ && PQpipelineSync(connection_.get()) == 1 && flush(connection_.get(), until);
  while (usable_ && all.results.size() < expected)
    usable_ = read_statement(all, until);
  usable_ = usable_ && read_sync(all, until);
  all.lost = !usable_;
  all.standby_warning = standby_warning_;
  return all;
}

bool pipeline::read_statement(exchange_results& into, deadline until) {
  auto result = next_result(connection_.get(), until);
  if (!result || !*result) return false;
  if (PQresultStatus(result->get()) == PGRES_FATAL_ERROR && ends_session(result->get()))
    return false;
  into.results.push_back(std::move(*result));
  const auto end = next_result(connection_.get(), until);
  return end && !*end;
}

/// What could not be committed is told here, before the sync that it was to be committed by.
bool pipeline::read_sync(exchange_results& into, deadline until) {
  auto result = next_result(connection_.get(), until);
  if (result && *result && PQresultStatus(result->get()) == PGRES_FATAL_ERROR) {
    if (ends_session(result->get())) return false;
    into.results.push_back(std::move(*result));
    const auto end = next_result(connection_.get(), until);
    if (!end || *end) return false;
    result = next_result(connection_.get(), until);
  }
  return result && *result && PQresultStatus(result->get()) == PGRES_PIPELINE_SYNC;
}

bytes_view field(const PGresult* result, int column) {
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result, 0, column)),
          static_cast<std::size_t>(PQgetlength(result, 0, column))};
}

}
