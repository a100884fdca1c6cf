// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/certificate_renewal.hpp"

#include "ops/serve/local_authority.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/whole_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

using std::chrono::days;
using std::chrono::hours;

class certificate_renewals : public testing::Test {
protected:
  bytes chain() const { return test::whole_file(files.chain); }

  test::temporary_directory folder;
  const std::chrono::system_clock::time_point start = std::chrono::system_clock::now();
  const local_certificates files =
      prepare_local_certificates(folder.path() / "tls", "muniment.localhost", start);
  certificate_renewal renewal{folder.path() / "tls", "muniment.localhost", start};
};

TEST_F(certificate_renewals, come_before_the_end_of_a_certificate) {
  const auto first = chain();
  renewal.look(start + days{300});
  EXPECT_EQ(chain(), first);
  renewal.look(start + days{380});
  EXPECT_NE(chain(), first);
}

TEST_F(certificate_renewals, look_once_a_day) {
  std::filesystem::resize_file(files.chain, 100);
  const auto cut = chain();
  renewal.look(start + hours{23});
  EXPECT_EQ(chain(), cut);
  renewal.look(start + hours{24});
  EXPECT_NE(chain(), cut);
}

TEST_F(certificate_renewals, end_nothing_where_they_fail) {
  std::filesystem::remove_all(folder.path() / "tls");
  std::ofstream{folder.path() / "tls"} << "no directory";
  EXPECT_NO_THROW(renewal.look(start + days{2}));
}

}
}
