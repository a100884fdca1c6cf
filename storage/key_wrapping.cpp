// SPDX-License-Identifier: Apache-2.0
#include "storage/key_wrapping.hpp"

#include "storage/big_endian.hpp"
#include "storage/key_error.hpp"

namespace muniment::storage {
namespace {

constexpr std::uint8_t format = 0x01;

bytes associated_data(const uuid& journal, const key_id& id, const key_wrapping& wrapping) {
  bytes data;
  put_part(data, as_bytes("muniment key row v1"));
  put_part(data, journal.view());
  put_part(data, big_endian(static_cast<std::uint16_t>(id.kind)));
  put_part(data, big_endian(static_cast<std::uint16_t>(id.bucket)));
  put_part(data, id.id.view());
  put_part(data, big_endian(wrapping.generation));
  put_part(data, big_endian(wrapping.under));
  return data;
}

}

key_row wrap(const crypto::sealing_key& parent, const uuid& journal, const key_id& id,
             const key_wrapping& wrapping, bytes_view secret) {
  if (secret.size() > max_wrapped_secret)
    throw key_error(key_fault::over_limit, "a " + to_string(id) + " is too long for its row");
  bytes wrapped{format};
  put(wrapped, big_endian(wrapping.generation));
  put(wrapped, big_endian(wrapping.under));
  put(wrapped, crypto::seal(parent, associated_data(journal, id, wrapping), secret));
  return {id.kind, id.bucket, id.id, std::move(wrapped)};
}

key_wrapping wrapping_of(const key_row& row) {
  const bytes_view wrapped{row.wrapped};
  if (wrapped.size() < key_wrapping_header || wrapped[0] != format)
    throw key_error(key_fault::damaged, "the row of " + to_string(id_of(row)) + " has no header");
  return {from_big_endian(wrapped.subspan<1, 4>()), from_big_endian(wrapped.subspan<5, 4>())};
}

std::optional<crypto::secret_bytes> unwrap(const crypto::sealing_key& parent, const uuid& journal,
                                           const key_row& row) {
  const auto wrapping = wrapping_of(row);
  return crypto::open_secret(parent, associated_data(journal, id_of(row), wrapping),
                             bytes_view{row.wrapped}.subspan(key_wrapping_header));
}

crypto::secret_bytes must_unwrap(const crypto::sealing_key& parent, const uuid& journal,
                                 const key_row& row) {
  auto secret = unwrap(parent, journal, row);
  if (!secret)
    throw key_error(key_fault::damaged,
                    "the row of " + to_string(id_of(row)) + " does not open under its parent");
  return *std::move(secret);
}

key_row rewrap(const crypto::sealing_key& from, const crypto::sealing_key& to, std::uint32_t under,
               const uuid& journal, const key_row& row) {
  const auto secret = must_unwrap(from, journal, row);
  return wrap(to, journal, id_of(row), {wrapping_of(row).generation, under}, secret.reveal());
}

}
