// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/look.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/heard.hpp"

#include <csignal>
#include <unistd.h>

namespace muniment::doctor {
namespace {

using namespace std::chrono_literals;

findings told_by(std::function<void(listener&)> run, std::chrono::milliseconds patience = 10s) {
  const std::vector<look> looks{{"things", std::move(run)}};
  auto all = take(looks, patience);
  EXPECT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().group, "things");
  return all.front().findings;
}

TEST(look, tells_what_it_finds_in_its_order) {
  const findings wanted{ok("a", "well"), warning("b", "odd", "look"), failed("c", "bad", "mend")};
  EXPECT_EQ(told_by([&](listener& into) { into.tell(wanted); }), wanted);
  EXPECT_EQ(told_by([](listener&) {}), findings{});
}

TEST(look, that_never_ends_is_a_finding_and_no_hang) {
  const auto began = std::chrono::steady_clock::now();
  const auto found = told_by(
      [](listener& into) {
        into.tell(ok("near", "is well"));
        into.begin("far", "wake it");
        for (;;)
          ::pause();
      },
      2s);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1], failed("far", "no answer came within 2 s", "wake it"));
}

TEST(look, that_hangs_keeps_no_other_waiting) {
  const std::vector<look> looks{{"hangs",
                                 [](listener&) {
                                   for (;;)
                                     ::pause();
                                 }},
                                {"well", [](listener& into) { into.tell(ok("a", "b")); }}};
  const auto all = take(looks, 3s);
  EXPECT_EQ(all[0].findings.size(), 1U);
  EXPECT_EQ(all[1].findings, findings{ok("a", "b")});
}

TEST(look, that_throws_is_a_finding_with_its_hint) {
  const auto found = told_by([](listener& into) {
    into.begin("file", "x");
    throw storage::startup_error{"it is not there", "make it"};
  });
  EXPECT_EQ(found, findings{failed("file", "it is not there", "make it")});
  EXPECT_EQ(told_by([](listener&) { throw std::runtime_error{"odd"}; }).front().found, "odd");
}

TEST(look, that_breaks_off_is_a_finding) {
  const auto found = told_by([](listener& into) {
    into.begin("crash", "x");
    ::raise(SIGKILL);
  });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].check, "crash");
  EXPECT_EQ(found[0].judged, verdict::failed);
}

TEST(look, that_says_too_much_is_stopped) {
  const auto found = told_by([](listener& into) {
    for (;;)
      into.tell(ok("a", std::string(4096, 'x')));
  });
  EXPECT_EQ(found.back().judged, verdict::failed);
}

}
}
