// SPDX-License-Identifier: Apache-2.0
#include "storage/append_statement.hpp"

#include "storage/binary_arrays.hpp"

namespace muniment::storage {

namespace {

// Without types: the function's one signature gives them.
constexpr std::string_view append_call =
    "SELECT "
    "muniment_template.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,"
    "$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$"
    "42)";

std::int64_t as_int8(std::uint64_t value) { return static_cast<std::int64_t>(value); }

bytes int8(std::uint64_t value) {
  bytes out;
  put(out, as_int8(value));
  return out;
}

void add_events(std::vector<bytes>& to, const std::vector<event_row>& rows) {
  using row = event_row;
  to.push_back(array_of(element::int8, rows, [](const row& e) { return as_int8(e.position); }));
  to.push_back(array_of(element::timestamptz, rows, [](const row& e) { return e.recorded_at; }));
  to.push_back(array_of(element::int4, rows,
                        [](const row& e) { return static_cast<std::int32_t>(e.version); }));
  to.push_back(array_of(element::int2, rows, [](const row& e) { return e.category; }));
  to.push_back(array_of(element::int2, rows, [](const row& e) { return e.type; }));
  to.push_back(array_of(element::uuid, rows, [](const row& e) { return e.stream; }));
  to.push_back(array_of(element::uuid, rows, [](const row& e) { return e.actor; }));
  to.push_back(array_of(element::uuid, rows, [](const row& e) { return e.command; }));
  to.push_back(array_of(element::bytea, rows, [](const row& e) { return bytes_view{e.body}; }));
}

void add_tiles(std::vector<bytes>& to, const std::vector<tile_row>& rows) {
  using row = tile_row;
  to.push_back(array_of(element::int2, rows, [](const row& t) { return t.level; }));
  to.push_back(array_of(element::int8, rows, [](const row& t) { return t.index; }));
  to.push_back(array_of(element::int2, rows, [](const row& t) { return t.half; }));
  to.push_back(array_of(element::bytea, rows, [](const row& t) { return bytes_view{t.hashes}; }));
}

template <class Claim>
void add_claim_ids(std::vector<bytes>& to, const std::vector<Claim>& rows) {
  to.push_back(array_of(element::int2, rows, [](const Claim& c) { return c.kind; }));
  to.push_back(array_of(element::bytea, rows, [](const Claim& c) { return bytes_view{c.digest}; }));
}

template <class Key>
void add_key_ids(std::vector<bytes>& to, const std::vector<Key>& rows) {
  to.push_back(array_of(element::int2, rows, [](const Key& k) { return k.kind; }));
  to.push_back(array_of(element::int2, rows, [](const Key& k) { return k.bucket; }));
  to.push_back(array_of(element::uuid, rows, [](const Key& k) { return k.id; }));
}

void add_idempotency(std::vector<bytes>& to, const std::vector<idempotency_row>& rows) {
  using row = idempotency_row;
  to.push_back(array_of(element::bytea, rows, [](const row& i) { return bytes_view{i.digest}; }));
  to.push_back(
      array_of(element::bytea, rows, [](const row& i) { return bytes_view{i.fingerprint}; }));
  to.push_back(array_of(element::int8, rows, [](const row& i) { return as_int8(i.position); }));
  to.push_back(array_of(element::bytea, rows, [](const row& i) { return bytes_view{i.outcome}; }));
  to.push_back(array_of(element::timestamptz, rows, [](const row& i) { return i.expires_at; }));
}

}

std::string append_statement(const schema_name& schema) { return for_schema(append_call, schema); }

std::vector<bytes> append_parameters(const journal_part& part) {
  std::vector<bytes> parameters{int8(part.epoch), int8(part.position), part.frontier};
  parameters.reserve(42);
  add_events(parameters, part.facts);
  add_events(parameters, part.traffic);
  add_tiles(parameters, part.tiles);
  add_claim_ids(parameters, part.claims_released);
  add_claim_ids(parameters, part.claims_taken);
  parameters.push_back(
      array_of(element::uuid, part.claims_taken, [](const claim_row& c) { return c.stream; }));
  add_key_ids(parameters, part.keys_written);
  parameters.push_back(array_of(element::bytea, part.keys_written,
                                [](const key_row& k) { return bytes_view{k.wrapped}; }));
  add_key_ids(parameters, part.keys_deleted);
  add_idempotency(parameters, part.idempotency);
  return parameters;
}

}
