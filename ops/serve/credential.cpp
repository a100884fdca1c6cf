// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/credential.hpp"

#include "ops/serve/private_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muniment::ops {
namespace {

namespace json = boost::json;
using storage::startup_error;

}

credential read_credential(const std::filesystem::path& file) {
  const auto text = read_private_text({file, "the operator's credential",
                                       "name it with --credential; `muniment up` writes "
                                       "operator.json into its data directory"});
  try {
    const auto members = json::parse(text).as_object();
    const auto at = [&](const char* name) { return std::string{members.at(name).as_string()}; };
    return {at("control"), at("issuer"), at("client_id"), at("client_secret"),
            members.contains("ca_file") ? at("ca_file") : std::string{}};
  } catch (const std::exception&) {
    throw startup_error{file.string() + " is no operator's credential",
                        "restore it: only with it can the deployment be administered"};
  }
}

void write_credential(const std::filesystem::path& file, const credential& kept) {
  json::object members{{"control", kept.control},
                       {"issuer", kept.issuer},
                       {"client_id", kept.client_id},
                       {"client_secret", kept.client_secret}};
  if (!kept.ca_file.empty()) members["ca_file"] = kept.ca_file;
  storage::replace_file(file, json::serialize(members) + '\n', 0600);
}

}
