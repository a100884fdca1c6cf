// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/credential.hpp"

#include "ops/serve/text_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using storage::startup_error;

constexpr auto others = fs::perms::group_all | fs::perms::others_all;

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
  const auto text = read_text(file);
  if (!text)
    throw startup_error{file.string() + " cannot be read", "run this as the account that owns it"};
  try {
    const auto members = json::parse(*text).as_object();
    const auto at = [&](const char* name) { return std::string{members.at(name).as_string()}; };
    return {at("control"), at("issuer"), at("client_id"), at("client_secret"),
            members.contains("ca_file") ? at("ca_file") : std::string{}};
  } catch (const std::exception&) {
    throw startup_error{file.string() + " is no operator's credential",
                        "restore it: only with it can the deployment be administered"};
  }
}

void write_credential(const fs::path& file, const credential& kept) {
  json::object members{{"control", kept.control},
                       {"issuer", kept.issuer},
                       {"client_id", kept.client_id},
                       {"client_secret", kept.client_secret}};
  if (!kept.ca_file.empty()) members["ca_file"] = kept.ca_file;
  storage::replace_file(file, json::serialize(members) + '\n', 0600);
}

}
