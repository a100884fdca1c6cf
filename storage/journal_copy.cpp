// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_copy.hpp"

#include "storage/binary_arrays.hpp"
#include "storage/failure.hpp"
#include "storage/journal_statements.hpp"
#include "storage/libpq.hpp"
#include "storage/pool.hpp"

#include <algorithm>

namespace muniment::storage {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};

constexpr std::string_view take_on_role =
    "BEGIN READ ONLY; SET LOCAL ROLE muniment_template;"
    " SET LOCAL search_path = pg_catalog, muniment_template, pg_temp";

[[noreturn]] void not_a_copy() {
  throw failure{failure_kind::refused, "what the database sent is no binary copy"};
}

/// Takes a message apart from the front.
class reader {
public:
  explicit reader(bytes_view data) : rest_{data} {}

  bytes_view take(std::size_t count) {
    if (rest_.size() < count) not_a_copy();
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::int16_t int2() { return int2_from(take(2)); }
  std::int32_t int4() { return int4_from(take(4)); }
  bytes_view field() {
    const auto length = int4();
    if (length < 0) not_a_copy();
    return take(static_cast<std::size_t>(length));
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

private:
  bytes_view rest_;
};

/// The binary COPY format: a header before the first row, a trailer of -1 after the last. The
/// server sends one row a message, the header with the first.
class copy_format {
public:
  explicit copy_format(const body_sink& sink) : sink_{sink} {}

  void take(bytes_view message) {
    reader from{message};
    if (!begun_) skip_header(from);
    while (!from.done()) {
      const auto fields = from.int2();
      if (fields == -1) return;
      if (fields != 2) not_a_copy();
      const auto position = int8_from(from.field());
      sink_(static_cast<std::uint64_t>(position), from.field());
      ++rows_;
    }
  }

  [[nodiscard]] std::uint64_t rows() const { return rows_; }

private:
  void skip_header(reader& from) {
    if (as_text(from.take(signature.size())) != signature) not_a_copy();
    from.int4();  // flags
    from.field(); // extension
    begun_ = true;
  }

  const body_sink& sink_;
  bool begun_ = false;
  std::uint64_t rows_ = 0;
};

class copy_session {
public:
  copy_session(const std::string& dsn, milliseconds patience)
      : patience_{patience}, connection_{connect(dsn, until())} {}

  /// Runs `sql` up to its last result, or to the beginning of a copy.
  void run(const std::string& sql) {
    if (PQsendQuery(connection_.get(), sql.c_str()) != 1 || !flush(connection_.get(), until()))
      lost();
    for (;;) {
      const auto result = next_result(connection_.get(), until());
      if (!result) lost();
      if (!*result) return;
      const auto status = PQresultStatus(result->get());
      if (status == PGRES_FATAL_ERROR) refused(result->get());
      if (status == PGRES_COPY_OUT) return;
    }
  }

  /// Hands on each message of a copy that `run` began.
  template <class Take>
  void receive(Take take) {
    for (;;) {
      char* data = nullptr;
      const auto length = PQgetCopyData(connection_.get(), &data, 1);
      if (length == -1) break;
      if (length == -2) lost();
      if (length == 0) {
        await_data();
        continue;
      }
      const std::unique_ptr<char, decltype(&PQfreemem)> owned{data, PQfreemem};
      take(bytes_view{reinterpret_cast<const std::uint8_t*>(data),
                      static_cast<std::size_t>(length)});
    }
    const auto end = next_result(connection_.get(), until());
    if (!end || !*end) lost();
    if (PQresultStatus(end->get()) != PGRES_COMMAND_OK) refused(end->get());
  }

private:
  [[nodiscard]] deadline until() const { return steady_clock::now() + patience_; }

  void await_data() {
    if (!wait_for_socket(connection_.get(), false, until()))
      throw failure{failure_kind::timed_out, "the database sent nothing in time"};
    if (PQconsumeInput(connection_.get()) == 0) lost();
  }

  [[noreturn]] static void lost() {
    throw failure{failure_kind::lost, "the connection was lost inside a copy"};
  }

  [[noreturn]] static void refused(const PGresult* result) {
    throw failure{failure_kind::refused,
                  "the database refused a copy (" + sqlstate_of(result) + ")", sqlstate_of(result)};
  }

  milliseconds patience_;
  pg_connection connection_;
};

/// COPY takes no parameters; two numbers are all that varies.
std::string copy_statement(std::uint64_t after, std::uint64_t upto) {
  return "COPY (SELECT position, body FROM " + statements::both_tables + " WHERE position > " +
         std::to_string(after) + " AND position <= " + std::to_string(upto) +
         " ORDER BY position) TO STDOUT (FORMAT binary)";
}

}

std::uint64_t copy_bodies(pool& connections, const schema_name& schema, std::uint64_t after,
                          std::uint64_t upto, const body_sink& sink, milliseconds patience) {
  copy_session session{connections.dsn_of(schema), patience};
  session.run(for_schema(take_on_role, schema));
  session.run(copy_statement(after, upto));
  copy_format format{sink};
  session.receive([&](bytes_view message) { format.take(message); });
  return format.rows();
}

}
