// SPDX-License-Identifier: Apache-2.0
#include "storage/binary_copy.hpp"

#include "storage/binary_arrays.hpp"
#include "storage/failure.hpp"
#include "storage/libpq.hpp"

#include <vector>

namespace muniment::storage {

namespace {

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};

[[noreturn]] void not_a_copy() {
  throw failure{failure_kind::refused, "what the database sent is no binary copy"};
}

[[noreturn]] void lost() {
  throw failure{failure_kind::lost, "the connection was lost inside a copy"};
}

[[noreturn]] void refused(const PGresult* result) {
  throw failure{failure_kind::refused, "the database refused a copy (" + sqlstate_of(result) + ")",
                sqlstate_of(result)};
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
  copy_format(std::size_t columns, const fields_sink& sink) : fields_(columns), sink_{sink} {}

  void take(bytes_view message) {
    reader from{message};
    if (!begun_) skip_header(from);
    while (!from.done()) {
      const auto count = from.int2();
      if (count == -1) return;
      if (count < 0 || static_cast<std::size_t>(count) != fields_.size()) not_a_copy();
      for (auto& field : fields_)
        field = from.field();
      sink_(fields_);
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

  std::vector<bytes_view> fields_;
  const fields_sink& sink_;
  bool begun_ = false;
  std::uint64_t rows_ = 0;
};

}

class binary_copy::session {
public:
  session(const std::string& dsn, std::chrono::milliseconds patience)
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

  /// Hands on each message of the copy that `run` began, and reads what follows on it.
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
    if (!next_result(connection_.get(), until())) lost();
  }

private:
  [[nodiscard]] deadline until() const { return std::chrono::steady_clock::now() + patience_; }

  void await_data() {
    if (!wait_for_socket(connection_.get(), false, until()))
      throw failure{failure_kind::timed_out, "the database sent nothing in time"};
    if (PQconsumeInput(connection_.get()) == 0) lost();
  }

  std::chrono::milliseconds patience_;
  pg_connection connection_;
};

binary_copy::binary_copy(const std::string& dsn, std::chrono::milliseconds patience)
    : session_{std::make_unique<session>(dsn, patience)} {}

binary_copy::~binary_copy() = default;

void binary_copy::run(const std::string& sql) { session_->run(sql); }

std::uint64_t binary_copy::rows(std::string_view select, std::size_t columns,
                                const fields_sink& take) {
  session_->run("COPY (" + std::string{select} + ") TO STDOUT (FORMAT binary)");
  copy_format format{columns, take};
  session_->receive([&](bytes_view message) { format.take(message); });
  return format.rows();
}

}
