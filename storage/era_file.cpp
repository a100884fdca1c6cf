// SPDX-License-Identifier: Apache-2.0
#include "storage/era_file.hpp"

#include "crypto/random.hpp"
#include "storage/big_endian.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

constexpr std::size_t box_size = crypto::sealing_key::secret_size + crypto::seal_overhead;

bytes associated_data(std::uint32_t number) {
  bytes data;
  put_part(data, as_bytes("muniment era key v1"));
  put_part(data, big_endian(number));
  return data;
}

/// The file, or its first octets when it is longer than an era key: seen to be wrong either way.
bytes content_of(const std::filesystem::path& file) {
  std::ifstream from{file, std::ios::binary};
  bytes data(box_size + 1);
  from.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(data.size()));
  data.resize(static_cast<std::size_t>(from.gcount()));
  return data;
}

startup_error unusable(const std::filesystem::path& file, const char* why, const char* hint) {
  return {"the era key " + file.string() + " " + why, hint};
}

}

std::shared_ptr<const crypto::sealing_key> write_era_file(const std::filesystem::path& file,
                                                          std::uint32_t number,
                                                          const crypto::sealing_key& master) {
  const auto secret = crypto::random_secret(crypto::sealing_key::secret_size);
  const auto box = crypto::seal(master, associated_data(number), secret.reveal());
  replace_file(file, as_text(box), S_IRUSR | S_IWUSR);
  return std::make_shared<const crypto::sealing_key>(secret.reveal());
}

std::shared_ptr<const crypto::sealing_key> read_era_file(const std::filesystem::path& file,
                                                         std::uint32_t number,
                                                         const crypto::sealing_key& master) {
  const auto box = content_of(file);
  if (const auto secret = crypto::open_secret(master, associated_data(number), box))
    return std::make_shared<const crypto::sealing_key>(secret->reveal());
  // A box names the key it needs in the 32 octets behind its format.
  const bool whole = box.size() == box_size && box != bytes(box_size);
  if (whole && !std::ranges::equal(bytes_view{box}.subspan(1, 32), master.commitment()))
    throw unusable(file, "lies under another master key",
                   "give muniment the master key this key store was made with");
  throw unusable(file, "is damaged", "restore the key store as a whole from a copy of it");
}

bool is_blank_era_file(const std::filesystem::path& file) {
  const auto content = content_of(file);
  return content == bytes(box_size);
}

void destroy_era_file(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  const bytes zeros(box_size);
  const bool blank =
      handle >= 0 &&
      ::pwrite(handle, zeros.data(), zeros.size(), 0) == static_cast<ssize_t>(zeros.size()) &&
      ::fsync(handle) == 0;
  const int reason = errno;
  if (handle >= 0) ::close(handle);
  if (!blank || ::unlink(file.c_str()) != 0)
    throw unusable(file, blank ? "cannot be unlinked" : std::strerror(reason),
                   "check the owner of the key store");
  sync_directory(file.parent_path());
}

}
