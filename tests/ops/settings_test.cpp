// SPDX-License-Identifier: Apache-2.0
#include "ops/settings.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

settings loaded(const setting_sources& sources) {
  const auto result = load_settings(sources);
  EXPECT_TRUE(result) << (result ? "" : result.error().front());
  return result ? result->values : settings{};
}

setting_errors errors_of(const setting_sources& sources) {
  const auto result = load_settings(sources);
  return result ? setting_errors{} : result.error();
}

TEST(settings, have_defaults_that_hold_together) {
  const auto values = loaded({});
  EXPECT_EQ(values.base_domain, "muniment.localhost");
  EXPECT_EQ(values.host_pattern, "{slug}.{base_domain}");
  EXPECT_EQ(values.access_tokens_max_age, 600);
  EXPECT_EQ(values.jwks_rotation_days, 30);
  EXPECT_EQ(values.jwks_alg, "RS256");
  EXPECT_EQ(values.user_id_format, "uuid");
  EXPECT_FALSE(values.insecure_dsn);
  EXPECT_TRUE(load_settings({})->warnings.empty());
}

TEST(settings, come_from_each_source) {
  EXPECT_EQ(loaded({.command_line = {{"base-domain", "a.test"}}}).base_domain, "a.test");
  EXPECT_EQ(loaded({.command_line = {{"base_domain", "a.test"}}}).base_domain, "a.test");
  EXPECT_EQ(loaded({.environment = {{"MUNIMENT_BASE_DOMAIN", "a.test"}}}).base_domain, "a.test");
  EXPECT_EQ(loaded({.environment = {{"BASE_DOMAIN", "a.test"}}}).base_domain, "a.test");
  EXPECT_EQ(loaded({.presets = {{"listen_port", "443"}}}).listen_port, 443);
  const auto file =
      loaded({.file_text = "base_domain = \"a.test\"\nlisten_port = 444\ninsecure_dsn = true\n"});
  EXPECT_EQ(file.base_domain, "a.test");
  EXPECT_EQ(file.listen_port, 444);
  EXPECT_TRUE(file.insecure_dsn);
}

TEST(settings, take_addresses_to_listen_on) {
  EXPECT_EQ(loaded({}).listen_address, "127.0.0.1,::1");
  EXPECT_EQ(loaded({.command_line = {{"listen-address", "::"}}}).listen_address, "::");
  EXPECT_EQ(errors_of({.command_line = {{"listen-address", "127.0.0.1,example.com"}}}),
            setting_errors{"listen_address: \"example.com\" is no IP address"});
}

TEST(settings, let_wrong_passwords_cost_what_an_operator_wants) {
  const auto usual = loaded({});
  EXPECT_EQ(usual.login_free_failures, 5);
  EXPECT_EQ(usual.login_address_free_failures, 50);
  EXPECT_EQ(usual.login_first_delay, 30);
  EXPECT_EQ(usual.login_longest_delay, 900);
  const auto strict = loaded({.command_line = {{"login-free-failures", "0"},
                                               {"login-address-free-failures", "0"},
                                               {"login-first-delay", "60"},
                                               {"login-longest-delay", "60"}}});
  EXPECT_EQ(strict.login_free_failures, 0);
  EXPECT_EQ(strict.login_address_free_failures, 0);
  EXPECT_EQ(errors_of({.command_line = {{"login-first-delay", "0"}}}),
            setting_errors{"--login-first-delay = \"0\" is not accepted: 1 to 3600"});
  EXPECT_EQ(errors_of({.command_line = {{"login-longest-delay", "29"}}}),
            setting_errors{"login_longest_delay is shorter than login_first_delay"});
  EXPECT_EQ(errors_of({.command_line = {{"login-free-failures", "51"}}}),
            setting_errors{"login_address_free_failures is less than login_free_failures"});
}

TEST(settings, know_the_bare_names_of_old) {
  const auto values = loaded({.environment = {{"BASE_DOMAIN", "example.test"},
                                              {"PRIMARY_TENANT_ID", "main"},
                                              {"DEFAULT_TENANT_ID", "other"},
                                              {"USER_ID_FORMAT", "nanoid"},
                                              {"JWKS_ROTATION_DAYS", "7"},
                                              {"JWKS_KTY", "EC"},
                                              {"JWKS_ALG", "ES256"},
                                              {"JWKS_SIZE", "3072"},
                                              {"ACCESS_TOKENS_MAX_AGE", "900"},
                                              {"PATH", "/bin"}}});
  EXPECT_EQ(values.base_domain, "example.test");
  EXPECT_EQ(values.primary_workspace, "main");
  EXPECT_EQ(values.default_workspace, "other");
  EXPECT_EQ(values.user_id_format, "nanoid");
  EXPECT_EQ(values.jwks_rotation_days, 7);
  EXPECT_EQ(values.jwks_kty, "EC");
  EXPECT_EQ(values.jwks_alg, "ES256");
  EXPECT_EQ(values.jwks_size, 3072);
  EXPECT_EQ(values.access_tokens_max_age, 900);
}

TEST(settings, an_algorithm_brings_its_type_of_key) {
  EXPECT_EQ(loaded({.environment = {{"JWKS_ALG", "ES256"}}}).jwks_kty, "EC");
  EXPECT_EQ(loaded({.environment = {{"JWKS_ALG", "EdDSA"}}}).jwks_kty, "OKP");
  EXPECT_EQ(loaded({}).jwks_kty, "RSA");
}

TEST(settings, win_by_rank) {
  setting_sources sources{.command_line = {{"listen-port", "1001"}},
                          .environment = {{"MUNIMENT_LISTEN_PORT", "1002"}},
                          .file_text = "listen_port = 1003",
                          .presets = {{"listen_port", "1004"}}};
  EXPECT_EQ(loaded(sources).listen_port, 1001);
  sources.command_line.clear();
  EXPECT_EQ(loaded(sources).listen_port, 1002);
  sources.environment.clear();
  EXPECT_EQ(loaded(sources).listen_port, 1003);
  sources.file_text.clear();
  EXPECT_EQ(loaded(sources).listen_port, 1004);
  sources.presets.clear();
  EXPECT_EQ(loaded(sources).listen_port, 8443);
}

TEST(settings, that_disagree_stop_the_start_and_are_both_named) {
  const std::map<std::string, std::string> both{{"MUNIMENT_BASE_DOMAIN", "a.test"},
                                                {"BASE_DOMAIN", "b.test"}};
  const setting_errors wanted{
      R"(base_domain is set twice: MUNIMENT_BASE_DOMAIN = "a.test" and BASE_DOMAIN = "b.test")"};
  EXPECT_EQ(errors_of({.environment = both}), wanted);
  EXPECT_EQ(errors_of({.command_line = {{"base-domain", "c.test"}}, .environment = both}), wanted);
  EXPECT_EQ(
      errors_of({.command_line = {{"log-level", "info"}, {"log_level", "warn"}}}),
      setting_errors{R"(log_level is set twice: --log-level = "info" and --log-level = "warn")"});
  EXPECT_TRUE(load_settings(
      {.environment = {{"MUNIMENT_BASE_DOMAIN", "a.test"}, {"BASE_DOMAIN", "a.test"}}}));
  EXPECT_EQ(errors_of({.file_text = "log_level = \"info\"\nlog_level = \"warn\""}).size(), 1u);
}

TEST(settings, out_of_range_are_refused_with_what_would_do) {
  EXPECT_EQ(errors_of({.environment = {{"JWKS_ROTATION_DAYS", "0"}}}),
            setting_errors{R"(JWKS_ROTATION_DAYS = "0" is not accepted: 1 to 3650)"});
  EXPECT_EQ(errors_of({.environment = {{"USER_ID_FORMAT", "UUID"}}}),
            setting_errors{R"(USER_ID_FORMAT = "UUID" is not accepted: uuid or nanoid)"});
  EXPECT_EQ(errors_of({.command_line = {{"insecure-dsn", "yes"}}}),
            setting_errors{R"(--insecure-dsn = "yes" is not accepted: true or false)"});
  for (const auto* number :
       {"", " 1", "1 ", "+1", "1e3", "0x10", "65536", "-1", "99999999999999999999"})
    EXPECT_EQ(errors_of({.command_line = {{"listen-port", number}}}).size(), 1u) << number;
  EXPECT_EQ(errors_of({.command_line = {{"listen-port", "x"}, {"public-port", "y"}}}).size(), 2u);
}

TEST(settings, that_do_not_hold_together_are_refused) {
  EXPECT_EQ(errors_of({.environment = {{"JWKS_ALG", "ES256"}, {"JWKS_KTY", "RSA"}}}),
            setting_errors{"jwks_alg ES256 needs jwks_kty EC, not RSA"});
  EXPECT_EQ(errors_of({.environment = {{"JWKS_SIZE", "2049"}}}),
            setting_errors{"jwks_size is not a multiple of 1024"});
  EXPECT_EQ(errors_of({.environment = {{"PRIMARY_TENANT_ID", "No"}}}),
            setting_errors{"primary_workspace is not a slug"});
  EXPECT_EQ(errors_of({.environment = {{"BASE_DOMAIN", "a.test:8443"}}}),
            setting_errors{"base_domain is not a lower-case domain name"});
  EXPECT_EQ(errors_of({.command_line = {{"host-pattern", "x.a.test"}}}),
            setting_errors{"host_pattern has no {slug}"});
  EXPECT_EQ(errors_of({.command_line = {{"tls-key-file", "k"}}}).size(), 1u);
  EXPECT_EQ(errors_of({.command_line = {{"listen-port", "9464"}}}).size(), 1u);
}

TEST(settings, bound_how_short_and_how_long_a_password_must_be) {
  EXPECT_EQ(load_settings({})->values.password_min_length, 15);
  for (const auto* length : {"7", "65", "-1", "fifteen"})
    EXPECT_EQ(errors_of({.command_line = {{"password-min-length", length}}}).size(), 1u) << length;
  for (const auto* length : {"8", "64"})
    EXPECT_TRUE(load_settings({.command_line = {{"password-min-length", length}}})) << length;
}

TEST(settings, that_are_unwise_are_warned_about) {
  const auto long_lived = load_settings({.environment = {{"ACCESS_TOKENS_MAX_AGE", "2592000"}}});
  ASSERT_TRUE(long_lived);
  EXPECT_EQ(long_lived->values.access_tokens_max_age, 2592000);
  ASSERT_EQ(long_lived->warnings.size(), 1u);
  EXPECT_NE(long_lived->warnings.front().find("2592000"), std::string::npos);
  EXPECT_EQ(load_settings({.command_line = {{"insecure-dsn", "true"}, {"tls-minimum", "1.2"}}})
                ->warnings.size(),
            2u);
  const auto short_passwords = load_settings({.command_line = {{"password-min-length", "14"}}});
  ASSERT_TRUE(short_passwords);
  ASSERT_EQ(short_passwords->warnings.size(), 1u);
  EXPECT_TRUE(short_passwords->warnings.front().starts_with("password_min_length is 14: 15 "));
}

TEST(settings, that_are_secret_stand_in_no_error) {
  for (const auto& sources : {setting_sources{.command_line = {{"dsn", "postgres://u:hunter2@a"},
                                                               {"dsn", "postgres://u:hunter2@b"}}},
                              setting_sources{.command_line = {{"dsn", "hunter2\n"}}},
                              setting_sources{.file_text = "dsn = postgres://u:hunter2@a"},
                              setting_sources{.file_text = "dsn = ['hunter2']"}}) {
    const auto errors = errors_of(sources);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors.front().find("hunter2"), std::string::npos) << errors.front();
  }
}

}
}
