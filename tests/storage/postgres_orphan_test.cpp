// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_orphan.hpp"

#include "storage/child_process.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

/// Programs that sleep in a directory as a cluster's. tests/storage/embedded_postgres_test.cpp has
/// the orphans of a real one.
class orphan_in : public testing::Test {
protected:
  orphan_in() { fs::create_directory(data); }
  ~orphan_in() override {
    if (sleeper == 0) return;
    ::kill(sleeper, SIGKILL);
    reap(sleeper);
  }

  void sleep_in_data(const fs::path& program) {
    sleeper = spawn({.argv = {"/usr/bin/env", "-C", data.string(), program.string(), "60"},
                     .death_signal = SIGKILL});
    ASSERT_TRUE(becomes(program)) << program;
  }

  /// Waits until the sleeper runs `program`, and therefore stands in `data`.
  bool becomes(const fs::path& program) const {
    const auto until = std::chrono::steady_clock::now() + seconds{10};
    while (std::chrono::steady_clock::now() < until) {
      std::error_code ignored;
      if (fs::equivalent(process() / "exe", program, ignored)) return true;
      std::this_thread::yield();
    }
    return false;
  }

  fs::path process() const { return fs::path{"/proc"} / std::to_string(sleeper); }

  test::temporary_directory folder;
  const fs::path data = folder.path() / "postgres";
  const fs::path named_alike = folder.path() / "bin/postgres";
  pid_t sleeper = 0;
};

TEST_F(orphan_in, who_only_stands_in_the_directory_lives_on) {
  sleep_in_data("/bin/sleep");
  ASSERT_TRUE(fs::equivalent(process() / "cwd", data));
  EXPECT_TRUE(postgres_processes(data).empty());
  EXPECT_FALSE(stop_orphan(data, seconds{1}));
  EXPECT_FALSE(wait_for_end(sleeper, {}));
}

TEST_F(orphan_in, a_server_is_stopped_even_where_its_program_was_replaced) {
  fs::create_directory(named_alike.parent_path());
  fs::copy_file("/bin/sleep", named_alike);
  sleep_in_data(named_alike);
  EXPECT_EQ(postgres_processes(data), std::vector{sleeper});
  fs::remove(named_alike);
  EXPECT_EQ(postgres_processes(data), std::vector{sleeper});
  EXPECT_TRUE(stop_orphan(data, seconds{10}));
  EXPECT_TRUE(wait_for_end(sleeper, {}));
}

TEST_F(orphan_in, another_directory_is_not_looked_into) {
  fs::create_directory(named_alike.parent_path());
  fs::copy_file("/bin/sleep", named_alike);
  sleep_in_data(named_alike);
  EXPECT_TRUE(postgres_processes(folder.path()).empty());
}

}
}
