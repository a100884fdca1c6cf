// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_initdb.hpp"

#include "storage/child_process.hpp"
#include "storage/durable_file.hpp"
#include "storage/postgres_log.hpp"
#include "storage/startup_error.hpp"

#include <fcntl.h>
#include <fstream>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

std::string random_password() {
  unsigned char drawn[32];
  if (::getentropy(drawn, sizeof drawn) != 0)
    throw startup_error("the kernel gave no random bytes", "check getrandom(2) in this sandbox");
  std::string hex;
  for (const unsigned byte : drawn)
    for (const unsigned half : {byte >> 4, byte & 15})
      hex += "0123456789abcdef"[half];
  return hex;
}

/// The password for the superuser out of the password file, which is made when there is none yet.
std::string owner_password(const fs::path& file) {
  std::ifstream existing(file);
  if (std::string line; std::getline(existing, line)) return line.substr(line.rfind(':') + 1);
  const auto password = random_password();
  replace_file(file, std::string("*:*:*:") + owner_role + ":" + password + "\n", 0600);
  return password;
}

/// The read end of a pipe holding the password, readable by the account: it never touches the disk
/// under an owner other than ours.
int password_pipe(const std::string& password, const std::optional<system_account>& account) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0 ||
      (account && ::fchown(ends[0], account->uid, account->gid) != 0) ||
      ::write(ends[1], password.data(), password.size()) != static_cast<ssize_t>(password.size()))
    throw startup_error("cannot hand the password to initdb", "check the limits of open files");
  ::close(ends[1]);
  return ends[0];
}

void run_initdb(const postgres_cluster& cluster, const fs::path& folder, bool durable) {
  const int input = password_pipe(owner_password(cluster.passwords), cluster.account);
  const postgres_log log{cluster.log};
  child_program initdb{.argv = {(cluster.binaries / "initdb").string(),
                                "--pgdata=" + folder.string(), "--encoding=UTF8",
                                "--locale=C.UTF-8", "--data-checksums",
                                std::string("--username=") + owner_role, "--auth=scram-sha-256",
                                "--pwfile=/proc/self/fd/0", "--no-instructions"},
                       .run_as = cluster.account ? &*cluster.account : nullptr,
                       .input = input,
                       .output = log.file()};
  if (!durable) initdb.argv.emplace_back("--no-sync");
  const int status = run(initdb, std::chrono::minutes(5));
  ::close(input);
  if (status != 0)
    throw startup_error("initdb failed: " + log.last_complaint(),
                        "the whole story is in " + cluster.log.string());
}

}

void initialise_cluster(const postgres_cluster& cluster, bool durable) {
  const auto unfinished = fs::path(cluster.data.string() + ".unfinished");
  fs::remove_all(unfinished);
  if (::mkdir(unfinished.c_str(), 0700) != 0 ||
      (cluster.account &&
       ::lchown(unfinished.c_str(), cluster.account->uid, cluster.account->gid) != 0))
    throw startup_error("cannot make " + unfinished.string(), "check its owner and free space");
  run_initdb(cluster, unfinished, durable);
  fs::rename(unfinished, cluster.data);
  sync_directory(cluster.root);
}

}
