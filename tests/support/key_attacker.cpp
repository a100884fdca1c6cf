// SPDX-License-Identifier: Apache-2.0
#include "tests/support/key_attacker.hpp"

#include "storage/big_endian.hpp"
#include "storage/key_dump.hpp"
#include "storage/key_error.hpp"
#include "storage/key_wrapping.hpp"
#include "tests/support/whole_file.hpp"

#include <algorithm>
#include <cstring>

namespace muniment::test {
namespace {

constexpr std::uint32_t eras_to_try = 16;

bytes era_data(std::uint32_t number) {
  bytes data;
  storage::put_part(data, as_bytes("muniment era key v1"));
  storage::put_part(data, storage::big_endian(number));
  return data;
}

/// A row that wraps 32 octets: 0x01, two numbers below 256, then a box, whose format is 0x01 too.
constexpr std::size_t row_size =
    storage::key_wrapping_header + crypto::seal_overhead + crypto::sealing_key::secret_size;

bool begins_row(bytes_view at) {
  return at[0] == 1 && at[1] == 0 && at[2] == 0 && at[3] == 0 && at[5] == 0 && at[6] == 0 &&
         at[7] == 0 && at[storage::key_wrapping_header] == 1;
}

crypto::hash commitment_in(bytes_view row) {
  crypto::hash commitment;
  std::ranges::copy(row.subspan(storage::key_wrapping_header + 1, commitment.size()),
                    commitment.begin());
  return commitment;
}

}

void key_attacker::take_rows(const uuid& journal, const std::vector<storage::key_row>& rows) {
  journals_.insert(journal);
  for (const auto& row : rows)
    rows_.push_back({journal, row});
}

void key_attacker::take_key_store(const std::filesystem::path& directory) {
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    files_.push_back(entry.path());
}

void key_attacker::take_raw_files(const std::filesystem::path& directory) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const auto content = whole_file(entry.path());
    for (bytes_view rest{content}; rest.size() >= row_size; rest = rest.subspan(1)) {
      const auto* one = static_cast<const std::uint8_t*>(std::memchr(rest.data(), 1, rest.size()));
      if (!one) break;
      rest = rest.subspan(static_cast<std::size_t>(one - rest.data()));
      if (rest.size() < row_size) break;
      if (begins_row(rest))
        carvings_.emplace(commitment_in(rest), bytes{rest.begin(), rest.begin() + row_size});
    }
  }
}

std::optional<bytes> key_attacker::open(bytes_view associated_data, bytes_view box) {
  exhaust();
  for (const auto& key : keys_)
    if (auto opened = crypto::open(*key, associated_data, box)) return opened;
  return std::nullopt;
}

void key_attacker::learn(bytes_view secret) {
  if (secret.size() != crypto::sealing_key::secret_size) return;
  if (secrets_.emplace(secret.begin(), secret.end()).second)
    keys_.push_back(std::make_shared<const crypto::sealing_key>(secret));
}

void key_attacker::exhaust() {
  for (bool more = true; more;) {
    const auto known = secrets_.size() + rows_.size();
    open_files();
    open_rows();
    carve();
    more = secrets_.size() + rows_.size() > known;
  }
}

void key_attacker::open_rows() {
  for (auto& each : rows_)
    for (std::size_t k = 0; k < keys_.size() && !each.opened; ++k)
      if (const auto secret = storage::unwrap(*keys_[k], each.journal, each.row)) {
        each.opened = true;
        learn(secret->reveal());
      }
}

void key_attacker::carve() {
  std::set<std::pair<uuid, storage::key_id>> names;
  for (const auto& each : rows_)
    names.emplace(each.journal, storage::id_of(each.row));
  for (; carved_ < keys_.size(); ++carved_) {
    const auto [first, last] = carvings_.equal_range(keys_[carved_]->commitment());
    for (auto each = first; each != last; ++each)
      for (const auto& [journal, id] : names) {
        const storage::key_row row{id.kind, id.bucket, id.id, each->second};
        if (const auto secret = storage::unwrap(*keys_[carved_], journal, row))
          learn(secret->reveal());
      }
  }
}

void key_attacker::open_files() {
  for (const auto& file : files_) {
    const auto content = whole_file(file);
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      for (std::uint32_t number = 1; number <= eras_to_try; ++number)
        if (const auto secret = crypto::open(*keys_[k], era_data(number), content)) learn(*secret);
      open_dump(file, keys_[k]);
    }
  }
}

void key_attacker::open_dump(const std::filesystem::path& file,
                             const std::shared_ptr<const crypto::sealing_key>& key) {
  for (const auto& journal : std::set{journals_})
    try {
      const storage::era under{storage::era_of_key_dump(file), key};
      std::vector<storage::key_row> rows;
      storage::read_key_dump(file, {&under, 1}, journal, [&](std::vector<storage::key_row> page) {
        rows.insert(rows.end(), page.begin(), page.end());
      });
      if (dumps_.insert(file).second) take_rows(journal, rows);
    } catch (const storage::key_error&) {
      // Not a dump, or not with this key.
    }
}

}
