// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/credential.hpp"

#include "ops/cli/data_directory.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;
using storage::startup_error;

constexpr auto others = fs::perms::group_all | fs::perms::others_all;

}

fs::path credential_file(const std::string& named) {
  if (!named.empty()) return named;
  if (const char* set = std::getenv("MUNIMENT_OPERATOR_CREDENTIAL"); set && *set) return set;
  return default_data_directory() / "operator.json";
}

credential read_credential(const fs::path& file) {
  std::error_code missing;
  const auto status = fs::status(file, missing);
  if (missing || !fs::is_regular_file(status))
    throw startup_error{"there is no operator's credential at " + file.string(),
                        "name it with --credential; `muniment up` writes operator.json into its "
                        "data directory"};
  if ((status.permissions() & others) != fs::perms::none)
    throw startup_error{file.string() + " can be read by others", "chmod 600 " + file.string()};
  std::ifstream in{file};
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    throw startup_error{file.string() + " cannot be read", "run this as the account that owns it"};
  try {
    const auto members = boost::json::parse(text.str()).as_object();
    const auto at = [&](const char* name) { return std::string{members.at(name).as_string()}; };
    return {at("control"), at("issuer"), at("client_id"), at("client_secret"),
            members.contains("ca_file") ? at("ca_file") : std::string{}};
  } catch (const std::exception&) {
    throw startup_error{file.string() + " is no operator's credential",
                        "restore it, or name another one with --credential"};
  }
}

}
