// SPDX-License-Identifier: Apache-2.0
#include "storage/key_dump.hpp"

#include "crypto/random.hpp"
#include "events/codec/msgpack.hpp"
#include "storage/big_endian.hpp"
#include "storage/durable_file.hpp"
#include "storage/key_error.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace muniment::storage {

/// The shapes inside a box. Their order never changes; another one would be another format.
struct dumped_row {
  std::int16_t kind = 0;
  std::int16_t bucket = 0;
  uuid id;
  bytes wrapped;
};
BOOST_DESCRIBE_STRUCT(dumped_row, (), (kind, bucket, id, wrapped))

struct dumped_chunk {
  bool last = false;
  std::vector<dumped_row> rows;
};
BOOST_DESCRIBE_STRUCT(dumped_chunk, (), (last, rows))

namespace {

constexpr std::string_view magic{"MKEYDUMP\x01", 9};

/// Well below what the codec reads: 64 KiB and 4,096 elements.
constexpr std::size_t chunk_bytes = 32 * 1024;
constexpr std::size_t chunk_rows = 512;
constexpr std::size_t max_box = codec_limits::body_octets + crypto::seal_overhead;

struct dump_header {
  std::uint32_t era = 0;
  uuid id;
};

bytes associated_data(const uuid& journal, const dump_header& header, std::uint32_t chunk) {
  bytes data;
  put_part(data, as_bytes("muniment key dump v1"));
  put_part(data, journal.view());
  put_part(data, big_endian(header.era));
  put_part(data, header.id.view());
  put_part(data, big_endian(chunk));
  return data;
}

key_error damaged(const std::filesystem::path& file) {
  return {key_fault::damaged, "the key dump " + file.filename().string() +
                                  " is damaged, cut short or of another journal"};
}

bytes read_exactly(std::ifstream& from, std::size_t size, const std::filesystem::path& file) {
  bytes data(size);
  from.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(size));
  if (!from) throw damaged(file);
  return data;
}

dump_header read_header(std::ifstream& from, const std::filesystem::path& file) {
  if (as_text(read_exactly(from, magic.size(), file)) != magic) throw damaged(file);
  const auto number = read_exactly(from, 4, file);
  const auto id = read_exactly(from, 16, file);
  return {from_big_endian(bytes_view{number}.first<4>()), *uuid::from_bytes(id)};
}

bytes read_box(std::ifstream& from, const std::filesystem::path& file) {
  const auto prefix = read_exactly(from, 4, file);
  const auto size = from_big_endian(bytes_view{prefix}.first<4>());
  if (size > max_box) throw damaged(file);
  return read_exactly(from, size, file);
}

dumped_chunk open_chunk(const crypto::sealing_key& key, bytes_view data, bytes_view box,
                        const std::filesystem::path& file) {
  const auto packed = crypto::open(key, data, box);
  if (!packed) throw damaged(file);
  auto chunk = unpack<dumped_chunk>(*packed);
  if (!chunk) throw damaged(file);
  return *std::move(chunk);
}

std::vector<key_row> rows_in(dumped_chunk chunk) {
  std::vector<key_row> rows;
  rows.reserve(chunk.rows.size());
  for (auto& row : chunk.rows)
    rows.push_back({row.kind, row.bucket, row.id, std::move(row.wrapped)});
  return rows;
}

startup_error cannot_write(const std::filesystem::path& file) {
  return {"cannot write the key dump " + file.string() + ": " + std::strerror(errno),
          "check the owner of the key store and the free space"};
}

}

key_dump_writer::key_dump_writer(std::filesystem::path file, era under, const uuid& journal)
    : file_{std::move(file)}, beside_{file_.string() + ".new"}, under_{std::move(under)},
      journal_{journal} {
  crypto::random_fill(id_.octets);
  ::unlink(beside_.c_str());
  handle_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle_ < 0) throw cannot_write(file_);
  write(as_bytes(magic));
  write(big_endian(under_.number));
  write(id_.view());
}

key_dump_writer::~key_dump_writer() {
  if (handle_ < 0) return;
  ::close(handle_);
  ::unlink(beside_.c_str());
}

void key_dump_writer::add(std::span<const key_row> rows) {
  for (const auto& row : rows) {
    if (waiting_bytes_ + row.wrapped.size() > chunk_bytes || waiting_.size() == chunk_rows)
      write_chunk(false);
    waiting_bytes_ += row.wrapped.size();
    waiting_.push_back(row);
  }
}

void key_dump_writer::finish() {
  write_chunk(true);
  if (::fsync(handle_) != 0) throw cannot_write(file_);
  ::close(std::exchange(handle_, -1));
  if (::rename(beside_.c_str(), file_.c_str()) != 0) throw cannot_write(file_);
  sync_directory(file_.parent_path());
}

void key_dump_writer::write_chunk(bool last) {
  dumped_chunk chunk{last, {}};
  for (auto& row : waiting_)
    chunk.rows.push_back({row.kind, row.bucket, row.id, std::move(row.wrapped)});
  waiting_.clear();
  waiting_bytes_ = 0;
  const auto box = crypto::seal(
      *under_.key, associated_data(journal_, {under_.number, id_}, chunks_++), pack(chunk));
  write(big_endian(static_cast<std::uint32_t>(box.size())));
  write(box);
}

void key_dump_writer::write(bytes_view data) {
  if (!write_all(handle_, data)) throw cannot_write(file_);
}

std::uint32_t era_of_key_dump(const std::filesystem::path& file) {
  std::ifstream from{file, std::ios::binary};
  return read_header(from, file).era;
}

void read_key_dump(const std::filesystem::path& file, std::span<const era> eras,
                   const uuid& journal, const std::function<void(std::vector<key_row>)>& sink) {
  std::ifstream from{file, std::ios::binary};
  const auto header = read_header(from, file);
  const auto under = std::ranges::find(eras, header.era, &era::number);
  if (under == eras.end())
    throw key_error(key_fault::foreign_era, "the key dump " + file.filename().string() +
                                                " lies under era " + std::to_string(header.era) +
                                                ", which the key store does not hold");
  for (std::uint32_t number = 0;; ++number) {
    auto chunk = open_chunk(*under->key, associated_data(journal, header, number),
                            read_box(from, file), file);
    const bool last = chunk.last;
    sink(rows_in(std::move(chunk)));
    if (last) break;
  }
  if (from.peek() != std::ifstream::traits_type::eof()) throw damaged(file);
}

}
