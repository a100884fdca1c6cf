// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store.hpp"

#include "storage/durable_file.hpp"
#include "storage/era_file.hpp"
#include "storage/key_error.hpp"
#include "storage/key_file_names.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

startup_error unusable(const std::filesystem::path& directory, const std::string& why,
                       const std::string& hint) {
  return {"the key store " + directory.string() + " " + why, hint};
}

void prepare(const std::filesystem::path& directory) {
  if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    throw unusable(directory, std::string{"cannot be made: "} + std::strerror(errno),
                   "make its parent directory, or choose another place");
  struct stat seen {};
  if (::lstat(directory.c_str(), &seen) != 0 || !S_ISDIR(seen.st_mode))
    throw unusable(directory, "is not a directory", "move away what is there");
  if (seen.st_uid != ::geteuid())
    throw unusable(directory, "belongs to another account", "give it to the account of muniment");
  if ((seen.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw unusable(directory, "can be entered by others", "chmod 0700 it");
}

directory_lock locked(const std::filesystem::path& directory) {
  return directory_lock::take(directory, {"key store", "stop the muniment that uses it"});
}

/// What an interrupted replacement left: never complete, so never needed.
void sweep(const std::filesystem::path& directory) {
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == ".new") std::filesystem::remove(entry.path());
}

std::vector<std::uint32_t> era_numbers(const std::filesystem::path& directory) {
  std::vector<std::uint32_t> numbers;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const auto name = entry.path().filename().string();
    if (!names_an_era(name)) continue;
    const auto number = era_in(name);
    if (!number)
      throw unusable(directory, "holds " + name + ", which is no era", "move that file away");
    numbers.push_back(*number);
  }
  std::ranges::sort(numbers, std::greater{});
  return numbers;
}

}

key_store::key_store(std::filesystem::path directory, directory_lock lock,
                     const crypto::secret_bytes& master)
    : directory_{std::move(directory)}, lock_{std::move(lock)}, master_{master.reveal()} {}

key_store key_store::open(const std::filesystem::path& directory,
                          const crypto::secret_bytes& master) {
  prepare(directory);
  key_store store{directory, locked(directory), master};
  sweep(directory);
  store.read_eras();
  return store;
}

void key_store::read_eras() {
  auto numbers = era_numbers(directory_);
  // Nothing but zeros: a destruction that was interrupted before the unlinking.
  while (numbers.size() > 1 && is_blank_era_file(era_file(numbers.back()))) {
    destroy_era_file(era_file(numbers.back()));
    numbers.pop_back();
  }
  if (numbers.size() > 2 || (numbers.size() == 2 && numbers[0] != numbers[1] + 1))
    throw unusable(directory_, "holds era keys that do not follow each other",
                   "restore it as a whole from a copy of the key store");
  if (numbers.empty() && !dumped().empty())
    throw unusable(directory_, "has lost its era key: the dumps in it cannot be opened",
                   "restore it as a whole from a copy of the key store");
  for (const auto number : numbers)
    eras_.push_back({number, read_era_file(era_file(number), number, master_)});
  if (numbers.empty()) add_era(1);
}

std::optional<era> key_store::retiring() const {
  return eras_.size() > 1 ? std::optional{eras_.back()} : std::nullopt;
}

instant key_store::current_since() const {
  const auto file = era_file(current().number);
  struct stat seen {};
  if (::stat(file.c_str(), &seen) != 0)
    throw unusable(directory_, "has lost " + file.filename().string(),
                   "restore it as a whole from a copy of the key store");
  return instant{std::chrono::seconds{seen.st_mtim.tv_sec} +
                 std::chrono::microseconds{seen.st_mtim.tv_nsec / 1'000}};
}

void key_store::begin_roll() {
  if (!retiring()) add_era(current().number + 1);
}

void key_store::add_era(std::uint32_t number) {
  auto key = write_era_file(era_file(number), number, master_);
  eras_.insert(eras_.begin(), {number, std::move(key)});
}

void key_store::finish_roll(std::span<const uuid> workspaces) {
  const auto old = retiring();
  if (!old) return;
  auto covered = dumped();
  covered.insert(covered.end(), workspaces.begin(), workspaces.end());
  for (const auto& workspace : covered)
    if (dump_era(workspace) != current().number)
      throw key_error(key_fault::not_covered,
                      "era " + std::to_string(old->number) + " cannot be destroyed: workspace " +
                          muniment::to_string(workspace) + " has no key dump under era " +
                          std::to_string(current().number));
  destroy_era_file(era_file(old->number));
  eras_.pop_back();
}

key_dump_writer key_store::write_dump(const uuid& workspace, const uuid& journal) const {
  return {dump_file(workspace), current(), journal};
}

void key_store::read_dump(const uuid& workspace, const uuid& journal,
                          const std::function<void(std::vector<key_row>)>& sink) const {
  if (!dump_era(workspace))
    throw key_error(key_fault::absent,
                    "there is no key dump of workspace " + muniment::to_string(workspace));
  read_key_dump(dump_file(workspace), eras_, journal, sink);
}

std::optional<std::uint32_t> key_store::dump_era(const uuid& workspace) const {
  const auto file = dump_file(workspace);
  if (!std::filesystem::exists(file)) return std::nullopt;
  return era_of_key_dump(file);
}

void key_store::remove_dump(const uuid& workspace) const {
  std::filesystem::remove(dump_file(workspace));
  sync_directory(directory_);
}

std::filesystem::path key_store::era_file(std::uint32_t number) const {
  return directory_ / era_file_name(number);
}

std::filesystem::path key_store::dump_file(const uuid& workspace) const {
  return directory_ / dump_file_name(workspace);
}

std::vector<uuid> key_store::dumped() const {
  std::vector<uuid> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory_))
    if (const auto workspace = dump_in(entry.path().filename().string()))
      found.push_back(*workspace);
  return found;
}

}
