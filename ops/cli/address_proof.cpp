// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/address_proof.hpp"

#include "ops/cli/https.hpp"
#include "storage/child_process.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <csignal>
#include <netdb.h>
#include <sys/mman.h>
#include <unistd.h>

namespace muniment::cli {

namespace {

namespace fs = std::filesystem;

constexpr auto discovery = "/.well-known/openid-configuration";

/// Its arguments: the address, the file to trust. It says its version, and why it failed.
constexpr auto node_script = R"(
const [url, ca] = process.argv.slice(1)
const fail = why => { console.log(process.version, why); process.exit(1) }
const trusting = ca ? { ca: require('fs').readFileSync(ca) } : {}
require('https').get(url, trusting, reply => {
  if (reply.statusCode !== 200) fail('HTTP status ' + reply.statusCode)
  console.log(process.version)
  process.exit(0)
}).on('error', error => fail(error.code || error.message))
)";

std::string host_of(const std::string& issuer) {
  const auto begin = issuer.find("//") + 2;
  return issuer.substr(begin, issuer.find_first_of(":/", begin) - begin);
}

std::string resolver_hint(const std::string& host) {
  return "install libnss-myhostname, or add to /etc/hosts:  127.0.0.1 " + host;
}

bool names(const std::string& document, const std::string& issuer) {
  boost::system::error_code unreadable;
  const auto read = boost::json::parse(document, unreadable);
  if (unreadable || !read.is_object()) return false;
  const auto* said = read.get_object().if_contains("issuer");
  return said && *said == boost::json::value(issuer);
}

address_proof by_curl(const std::string& issuer, const fs::path& ca_file,
                      const std::function<bool()>& give_up) {
  https_client client{ca_file.string()};
  client.give_up_when(give_up);
  try {
    const auto reply = client.send({.url = issuer + discovery});
    if (reply.status == 200 && names(reply.body, issuer)) return {"curl", {}, {}};
    return {"curl", "HTTP status " + std::to_string(reply.status) + ", or another issuer",
            "is something else answering there? choose another port with --listen-port"};
  } catch (const storage::startup_error& error) {
    return {"curl", error.what(), "does that port lead here? see --public-port and the firewall"};
  } catch (const given_up&) {
    return {"curl", "nobody waits for it any more", "start again"};
  }
}

/// What a program prints on one line, and whether it ended well within `limit`.
struct said {
  bool well = false;
  std::string line;
};

said run(const std::vector<std::string>& argv, std::chrono::milliseconds limit) {
  struct memory {
    int file = ::memfd_create("proof", MFD_CLOEXEC);
    ~memory() { ::close(file); }
  } const output;
  const auto status =
      storage::run({.argv = argv, .output = output.file, .death_signal = SIGKILL}, limit);
  std::array<char, 200> text{};
  const auto length = ::pread(output.file, text.data(), text.size(), 0);
  std::string line{text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  return {status == 0, line.substr(0, line.find('\n'))};
}

address_proof by_node(const fs::path& node, const std::string& issuer, const fs::path& ca_file,
                      std::chrono::milliseconds limit) {
  const auto answer =
      run({node.string(), "-e", node_script, issuer + discovery, ca_file.string()}, limit);
  const auto space = answer.line.find(' ');
  const auto program = "Node " + answer.line.substr(0, space);
  if (answer.well) return {program, {}, {}};
  if (space == answer.line.npos)
    return {"Node", "no answer of " + node.string(), "does `" + node.string() + " -p 1` print 1?"};
  const auto why = answer.line.substr(space + 1);
  if (why == "ENOTFOUND" || why == "EAI_AGAIN")
    return {program, "the name " + host_of(issuer) + " is not known (" + why + ")",
            resolver_hint(host_of(issuer))};
  if (ca_file.empty())
    return {program, why, "set tls_authority_file to what signed the certificate in use"};
  return {program, why,
          "have the certificates made anew: remove " + ca_file.parent_path().string() +
              " and start again"};
}

address_proof by_resolver(const std::string& issuer) {
  const auto host = host_of(issuer);
  addrinfo* found = nullptr;
  const bool known = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found) == 0;
  if (found) ::freeaddrinfo(found);
  if (known) return {"the resolver", {}, {}};
  return {"the resolver", "the name " + host + " is not known", resolver_hint(host)};
}

bool can_run(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

}

std::vector<address_proof> prove_address(const std::string& issuer, const fs::path& ca_file,
                                         const proof_tools& with) {
  std::vector<address_proof> proofs{by_curl(issuer, ca_file, with.give_up)};
  if (with.give_up()) return proofs;
  proofs.push_back(with.node ? by_node(*with.node, issuer, ca_file, with.patience)
                             : by_resolver(issuer));
  return proofs;
}

std::optional<fs::path> find_node(std::string_view path) {
  while (!path.empty()) {
    const auto end = std::min(path.find(':'), path.size());
    const fs::path folder{path.substr(0, end)};
    // A folder that is named relatively would be whoever's the present one is.
    if (folder.is_absolute() && can_run(folder / "node")) return folder / "node";
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  std::error_code ignored;
  const auto program = fs::read_symlink("/proc/self/exe", ignored);
  const auto ours = program.parent_path() / "../../../.deps/bin/node";
  if (can_run(ours)) return fs::canonical(ours, ignored);
  return std::nullopt;
}

}
