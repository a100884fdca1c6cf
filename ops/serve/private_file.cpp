// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/private_file.hpp"

#include "ops/serve/text_file.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace fs = std::filesystem;
using storage::startup_error;

std::string read_private_text(const private_file& file) {
  constexpr auto others = fs::perms::group_all | fs::perms::others_all;
  const auto where = file.path.string();
  std::error_code unseen;
  const auto status = fs::status(file.path, unseen);
  if (unseen || !fs::is_regular_file(status))
    throw startup_error{file.what + " is not at " + where, file.if_missing};
  if ((status.permissions() & others) != fs::perms::none)
    throw startup_error{where + " can be read by others", "chmod 600 " + where};
  auto text = read_text(file.path);
  if (!text) throw startup_error{where + " cannot be read", "run this as the account that owns it"};
  return std::move(*text);
}

}
