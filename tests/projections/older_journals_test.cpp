// SPDX-License-Identifier: Apache-2.0
#include "actors/commands.hpp"
#include "crypto/encoding.hpp"
#include "events/catalogue.hpp"
#include "projections/catalogue.hpp"
#include "tests/support/folding.hpp"
#include "tests/support/older_journal.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/reference.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <set>

namespace muniment {
namespace {

/// What was written while every type had its first version.
constexpr auto first = "first";
constexpr std::size_t first_types = 34;

template <class List, class Visit>
void for_each_of(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, List>>(visit);
}

boost::json::value payload_of(const bytes& body) {
  const auto whole = catalogue::to_json(*decode_body(body)).value();
  return whole.at("payload");
}

/// SHA-256 over the packed states of a noun's streams, in the order of their ids.
template <class Noun>
std::string state_sum(const std::vector<bytes>& bodies) {
  using fact = typename Noun::template event<stored>;
  std::map<uuid, typename Noun::template state<stored>> states;
  for (const auto& body : bodies) {
    const auto from = decode_body(body).value();
    if (from.at().category != Noun::category) continue;
    auto& state = states[from.at().stream];
    state = Noun::evolve(std::move(state), decode_fact<fact>(from).value());
  }
  crypto::sha256_stream sum;
  for (const auto& [id, state] : states)
    sum.update(id.view()).update(pack(state));
  return crypto::hex_encode(sum.finish());
}

template <class P>
std::string model_sum(const std::vector<bytes>& bodies) {
  return crypto::hex_encode(checksum_of<P>(test::folded_journal<P>(bodies)));
}

std::map<std::string, std::string> sums_of(const std::vector<bytes>& bodies) {
  std::map<std::string, std::string> sums;
  for_each_of<nouns>([&]<class Noun>(std::type_identity<Noun>) {
    sums.emplace("state " + std::string{Noun::category}, state_sum<Noun>(bodies));
  });
  for_each_of<read_models>([&]<class P>(std::type_identity<P>) {
    sums.emplace("model " + std::string{P::name}, model_sum<P>(bodies));
  });
  return sums;
}

std::set<std::string> types_in(const std::vector<bytes>& bodies) {
  std::set<std::string> seen;
  for (const auto& body : bodies)
    seen.insert(decode_body(body).value().at().type);
  return seen;
}

/// A past with every event, as short as a few seeds allow.
std::vector<bytes> every_event() {
  for (std::uint64_t seed = 1;; ++seed) {
    test::random_history past{seed};
    past.wish(260);
    if (types_in(past.bodies()).size() == catalogue::types().size()) return past.bodies();
  }
}

/// On request, and once: what stands there is never touched.
void write_if_asked(const std::string& name) {
  const auto journal = test::older_journal_file(name + ".bin");
  if (std::filesystem::exists(journal) || !std::getenv("MUNIMENT_WRITE_GOLDEN")) return;
  const auto bodies = every_event();
  std::string payloads, sums;
  for (const auto& body : bodies)
    payloads += boost::json::serialize(payload_of(body)) + "\n";
  for (const auto& [of, sum] : sums_of(bodies))
    sums += of + " " + sum + "\n";
  test::write_file(journal, test::framed(bodies));
  test::write_file(test::older_journal_file(name + ".payloads.jsonl"), as_bytes(payloads));
  test::write_file(test::older_journal_file(name + ".sums.txt"), as_bytes(sums));
}

class older_journals : public testing::Test {
protected:
  static void SetUpTestSuite() { write_if_asked(first); }

  const test::older_journal journal = test::read_older_journal(first);
};

TEST_F(older_journals, hold_every_event_of_their_day_in_its_first_version) {
  EXPECT_EQ(types_in(journal.bodies).size(), first_types);
  for (const auto& body : journal.bodies)
    EXPECT_EQ(decode_body(body).value().at().type_version, 1U);
}

/// No member that an event had when it was written is lost or changed on the way to today's shape.
TEST_F(older_journals, still_say_what_they_said) {
  ASSERT_EQ(journal.payloads.size(), journal.bodies.size());
  for (std::size_t at = 0; at < journal.bodies.size(); ++at) {
    const auto now = payload_of(journal.bodies[at]);
    const auto then = boost::json::parse(journal.payloads[at]);
    for (const auto& [name, value] : then.as_object()) {
      ASSERT_TRUE(now.as_object().contains(name)) << name << " of event " << at + 1;
      EXPECT_EQ(now.at(name), value) << name << " of event " << at + 1;
    }
  }
}

TEST_F(older_journals, give_the_states_and_rows_they_gave) {
  const auto now = sums_of(journal.bodies);
  const std::set<std::string> have_more_members_now{"model clients",  "model consents",
                                                    "model sessions", "model signing_keys",
                                                    "state client",   "state signing_key"};
  for (const auto& [of, sum] : journal.sums)
    EXPECT_EQ(now.at(of) == sum, !have_more_members_now.contains(of)) << of;
}

TEST_F(older_journals, fold_to_what_a_naive_loop_over_the_export_makes_of_them) {
  test::reference expected;
  for (const auto& body : journal.bodies)
    expected.apply(catalogue::to_json(*decode_body(body))->as_object());
  for_each_of<read_models>([&]<class P>(std::type_identity<P>) {
    const std::string name{P::name};
    EXPECT_EQ(test::differences(expected.rows(name),
                                test::as_json<P>(test::folded_journal<P>(journal.bodies)),
                                name == "audit" ? "position" : "id"),
              std::vector<std::string>{})
        << name;
  });
}

}
}
