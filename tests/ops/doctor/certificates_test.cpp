// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/certificates.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

using std::chrono::days;

const system_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};

certificate_state good() {
  return {"chain.pem",
          "key.pem",
          {{"example.com", now - days{1}, now + days{90}}, {"CA", now - days{9}, now + days{900}}}};
}

verdict of(const findings& all, const std::string& check) {
  test::heard heard;
  heard.tell(all);
  return heard.verdict_of(check);
}

verdict with(const std::string& check, void (*change)(certificate_state&)) {
  auto seen = good();
  change(seen);
  return of(judge_certificate(seen, now), check);
}

TEST(certificates, that_are_well_say_so_four_times) {
  const auto all = judge_certificate(good(), now);
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(test::worst_of(all), verdict::ok);
}

TEST(certificates, need_their_key_and_it_must_be_a_secret) {
  EXPECT_EQ(with("key", [](auto& seen) { seen.key_open_to_others = true; }), verdict::failed);
  EXPECT_EQ(with("key", [](auto& seen) { seen.key_usable = false; }), verdict::failed);
  EXPECT_EQ(with("key", [](auto& seen) { seen.key_matches = false; }), verdict::failed);
}

/// The guide gives it to the group of the account that serves.
TEST(certificates, whose_key_is_open_are_mended_without_taking_it_from_the_server) {
  auto seen = good();
  seen.key_open_to_others = true;
  const auto all = judge_certificate(seen, now);
  EXPECT_TRUE(all.front().mend.starts_with("chmod o= key.pem, ")) << all.front().mend;
}

TEST(certificates, stand_in_their_order) {
  EXPECT_EQ(with("chain", [](auto& seen) { seen.in_order = false; }), verdict::failed);
  EXPECT_EQ(with("chain", [](auto& seen) { seen.chain.clear(); }), verdict::failed);
}

TEST(certificates, end_with_the_first_of_the_chain_to_end) {
  EXPECT_EQ(with("expiry", [](auto& seen) { seen.chain[0].ends = now + days{29}; }),
            verdict::warning);
  EXPECT_EQ(with("expiry", [](auto& seen) { seen.chain[0].ends = now + days{31}; }), verdict::ok);
  EXPECT_EQ(with("expiry", [](auto& seen) { seen.chain[0].ends = now; }), verdict::failed);
  EXPECT_EQ(with("expiry", [](auto& seen) { seen.chain[1].ends = now - days{1}; }),
            verdict::failed);
  EXPECT_EQ(with("expiry", [](auto& seen) { seen.chain[1].begins = now + days{1}; }),
            verdict::failed);
  const auto expired = judge_expiry("expiry", {"CA", now - days{9}, now - days{2}}, now, "renew");
  EXPECT_EQ(expired.found, "CA expired on 2026-11-23");
}

TEST(certificates, are_for_every_host) {
  const auto hosts = [](auto& seen) { seen.unnamed = {"api.example.com"}; };
  EXPECT_EQ(with("names", hosts), verdict::failed);
}

TEST(certificates, are_what_the_server_shows) {
  handshake_state seen{.listened = true, .version = "TLSv1.3"};
  EXPECT_EQ(judge_handshake(seen).judged, verdict::ok);
  EXPECT_EQ(judge_handshake({}).judged, verdict::ok) << "no server runs";
  seen.mistrust = "unable to get local issuer certificate";
  EXPECT_EQ(judge_handshake(seen).judged, verdict::warning);
  seen.own_authority = true;
  EXPECT_EQ(judge_handshake(seen).judged, verdict::failed);
  seen.same_certificate = false;
  EXPECT_EQ(judge_handshake(seen).judged, verdict::warning);
  seen.failure = "wrong version number";
  EXPECT_EQ(judge_handshake(seen).judged, verdict::failed);
}

}
}
