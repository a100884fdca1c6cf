// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store_survey.hpp"

#include "storage/era_file.hpp"
#include "storage/key_dump.hpp"
#include "storage/key_error.hpp"
#include "storage/key_file_names.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <functional>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

void note_era(const fs::path& file, key_store_survey& seen) {
  const auto number = era_in(file.filename().string());
  if (!number)
    seen.damaged.push_back(file.filename().string());
  else
    (is_blank_era_file(file) ? seen.blank : seen.eras).push_back(*number);
}

void note_dump(const fs::path& file, const uuid& workspace, key_store_survey& seen) {
  try {
    seen.dumps[workspace] = era_of_key_dump(file);
  } catch (const key_error&) {
    seen.damaged.push_back(file.filename().string());
  }
}

}

key_store_survey survey_key_store(const fs::path& directory) {
  key_store_survey seen;
  std::error_code failed;
  for (fs::directory_iterator each{directory, failed}, end; !failed && each != end;
       each.increment(failed)) {
    const auto name = each->path().filename().string();
    if (names_an_era(name))
      note_era(each->path(), seen);
    else if (const auto workspace = dump_in(name))
      note_dump(each->path(), *workspace, seen);
  }
  if (failed)
    throw startup_error{directory.string() + " cannot be read: " + failed.message(),
                        "name it in the settings, or look as the account that owns it"};
  std::ranges::sort(seen.eras, std::greater{});
  std::ranges::sort(seen.blank, std::greater{});
  return seen;
}

std::vector<era> read_eras(const fs::path& directory, const key_store_survey& seen,
                           const crypto::secret_bytes& master) {
  const crypto::sealing_key key{master.reveal()};
  std::vector<era> all;
  for (const auto number : seen.eras)
    all.push_back({number, read_era_file(directory / era_file_name(number), number, key)});
  return all;
}

}
