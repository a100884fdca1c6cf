// SPDX-License-Identifier: Apache-2.0
#include "storage/master_key.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "storage/durable_file.hpp"
#include "storage/key_command.hpp"
#include "storage/startup_error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t hex_size = 2 * key_size;
/// One more than any lawful form, so that a longer file is seen to be longer.
constexpr std::size_t read_limit = hex_size + 2;

crypto::secret_bytes parsed(const crypto::secret_bytes& text, const std::string& source) {
  auto data = text.reveal();
  if (data.size() == key_size) return crypto::secret_bytes::copy_of(data);
  if (data.size() == hex_size + 1 && data.back() == '\n') data = data.first(hex_size);
  auto key = data.size() == hex_size ? crypto::hex_decode(as_text(data)) : std::nullopt;
  if (!key)
    throw startup_error(source + " does not hold a master key",
                        "it must be 32 random octets, or those as 64 lower-case hex digits: "
                        "openssl rand -hex 32");
  return crypto::secret_bytes(*std::move(key));
}

/// What the permissions of a key file must look like.
struct file_rule {
  mode_t forbidden;
  bool root_may_own;
  const char* hint;
};

startup_error unreadable(const std::filesystem::path& file, int reason) {
  return {"cannot read the master key " + file.string() + ": " + std::strerror(reason),
          "name the file in the settings, or make one: openssl rand -hex 32"};
}

void require_private(const struct stat& seen, const std::filesystem::path& file,
                     const file_rule& rule) {
  const auto refuse = [&](const char* what) {
    throw startup_error("the master key " + file.string() + what, rule.hint);
  };
  if (!S_ISREG(seen.st_mode)) refuse(" is not a regular file");
  if (seen.st_uid != ::geteuid() && !(rule.root_may_own && seen.st_uid == 0))
    refuse(" belongs to another account");
  if ((seen.st_mode & rule.forbidden) != 0) refuse(" can be read or written by others");
}

crypto::secret_bytes read_private(const std::filesystem::path& file, const file_rule& rule) {
  // Not blocking: a named pipe would keep us waiting before it can be refused.
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (handle < 0) throw unreadable(file, errno);
  struct stat seen {};
  bytes buffer(read_limit);
  ssize_t length = -1;
  try {
    if (::fstat(handle, &seen) == 0) {
      require_private(seen, file, rule);
      length = ::pread(handle, buffer.data(), buffer.size(), 0);
    }
  } catch (...) {
    ::close(handle);
    throw;
  }
  const int reason = errno;
  ::close(handle);
  const crypto::secret_bytes whole{std::move(buffer)};
  if (length < 0) throw unreadable(file, reason);
  return parsed(
      crypto::secret_bytes::copy_of(whole.reveal().first(static_cast<std::size_t>(length))),
      "the file " + file.string());
}

/// 0, or the errno of what failed.
int write_durably(int handle, std::string_view text) {
  return write_all(handle, as_bytes(text)) && ::fsync(handle) == 0 ? 0 : errno;
}

}

crypto::secret_bytes master_key_from_file(const std::filesystem::path& file) {
  return read_private(
      file, {S_IRWXG | S_IRWXO, false, "give it to the account of muniment and chmod 0400 it"});
}

crypto::secret_bytes master_key_from_credential(const std::filesystem::path& directory,
                                                std::string_view name) {
  const std::filesystem::path file{name};
  if (directory.empty() || name.empty() || file.filename() != file || name == "." || name == "..")
    throw startup_error("there is no such systemd credential",
                        "set LoadCredential= in the unit and name the credential alone");
  return read_private(directory / file,
                      {S_IWGRP | S_IRWXO, true, "let systemd place it: LoadCredential="});
}

crypto::secret_bytes master_key_from_command(const std::vector<std::string>& argv,
                                             std::chrono::milliseconds deadline) {
  return parsed(run_key_command(argv, deadline), "the output of the key command");
}

void write_new_master_key(const std::filesystem::path& file) {
  auto text = crypto::hex_encode(crypto::random_secret(key_size).reveal()) + '\n';
  const int handle =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR);
  const int reason = handle < 0 ? errno : write_durably(handle, text);
  if (handle >= 0) ::close(handle);
  if (handle >= 0 && reason != 0) ::unlink(file.c_str());
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  if (reason != 0)
    throw startup_error("cannot write a new master key to " + file.string() + ": " +
                            std::strerror(reason),
                        "it must not exist yet, in a directory that muniment may write to");
  sync_directory(file.has_parent_path() ? file.parent_path() : ".");
}

}
