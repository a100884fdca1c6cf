// SPDX-License-Identifier: Apache-2.0
#include "http/server/tls_context.hpp"

#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <fstream>

namespace muniment::http {
namespace {

class tls_context_test : public testing::Test {
protected:
  tls_context_test() { test::write_certificate("a", settings.certificate_chain, settings.key); }

  test::temporary_directory directory;
  tls_settings settings{directory.path() / "chain.pem", directory.path() / "key.pem"};
};

TEST_F(tls_context_test, names_the_file_that_cannot_be_used) {
  const auto missing = directory.path() / "missing.pem";
  const auto chain = tls_context::make({missing, settings.key});
  ASSERT_TRUE(chain.has_error());
  EXPECT_NE(chain.error().find("the certificate chain " + missing.string()), std::string::npos);
  const auto key = tls_context::make({settings.certificate_chain, missing});
  ASSERT_TRUE(key.has_error());
  EXPECT_NE(key.error().find("the key " + missing.string()), std::string::npos);
}

TEST_F(tls_context_test, refuses_a_key_of_another_certificate) {
  test::write_certificate("b", directory.path() / "other.pem", settings.key);
  EXPECT_TRUE(tls_context::make(settings).has_error());
}

TEST_F(tls_context_test, keeps_what_it_has_when_the_new_pair_is_bad) {
  const auto made = *tls_context::make(settings);
  const auto first = made->current();
  std::ofstream{settings.key} << "no key";
  EXPECT_TRUE(made->reload().has_value());
  EXPECT_EQ(made->current(), first);
  test::write_certificate("b", settings.certificate_chain, settings.key);
  EXPECT_EQ(made->reload(), std::nullopt);
  EXPECT_NE(made->current(), first);
}

/// OpenSSL without any algorithm, on this thread: not even a context can be made.
class no_algorithms {
public:
  no_algorithms() : none_{OSSL_LIB_CTX_new()}, provider_{OSSL_PROVIDER_load(none_, "null")} {
    before_ = OSSL_LIB_CTX_set0_default(none_);
  }
  ~no_algorithms() {
    OSSL_LIB_CTX_set0_default(before_);
    OSSL_PROVIDER_unload(provider_);
    OSSL_LIB_CTX_free(none_);
  }
  no_algorithms(const no_algorithms&) = delete;
  no_algorithms& operator=(const no_algorithms&) = delete;

private:
  OSSL_LIB_CTX* none_;
  OSSL_PROVIDER* provider_;
  OSSL_LIB_CTX* before_ = nullptr;
};

TEST_F(tls_context_test, keeps_what_it_has_when_tls_cannot_be_set_up_at_the_moment) {
  const auto made = *tls_context::make(settings);
  const auto first = made->current();
  test::write_certificate("b", settings.certificate_chain, settings.key);
  {
    const no_algorithms meanwhile;
    const auto wrong = made->reload();
    ASSERT_TRUE(wrong.has_value());
    EXPECT_NE(wrong->find("TLS cannot be set up: "), std::string::npos) << *wrong;
  }
  EXPECT_EQ(made->current(), first);
  EXPECT_TRUE(made->outdated()) << "it is tried again";
  EXPECT_EQ(made->reload(), std::nullopt);
  EXPECT_NE(made->current(), first);
}

TEST_F(tls_context_test, knows_what_it_read_and_when_it_ends) {
  const auto made = *tls_context::make(settings);
  EXPECT_FALSE(made->outdated());
  std::ofstream{settings.key} << "no key";
  EXPECT_TRUE(made->outdated());
  EXPECT_TRUE(made->reload().has_value());
  EXPECT_FALSE(made->outdated()) << "what was refused is not read again until it changes";
  EXPECT_EQ(made->read().taken, 1U);
  EXPECT_EQ(made->read().refused, 1U);
  const auto left = made->expiry() - std::chrono::system_clock::now();
  EXPECT_GT(left, std::chrono::minutes{58});
  EXPECT_LT(left, std::chrono::minutes{61});
}

}
}
