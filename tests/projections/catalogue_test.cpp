// SPDX-License-Identifier: Apache-2.0
#include "projections/catalogue.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/reference.hpp"

#include "events/catalogue.hpp"

#include <set>

namespace muniment {
namespace {

template <class Visit>
void for_each_model(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, read_models>>(visit);
}

std::string key_name(std::string_view model) { return model == "audit" ? "position" : "id"; }

test::reference reference_of(const std::vector<bytes>& bodies) {
  test::reference expected;
  for (const auto& body : bodies)
    expected.apply(catalogue::to_json(*decode_body(body))->as_object());
  return expected;
}

template <class P>
std::vector<std::string> differences(const test::reference& expected,
                                     const std::vector<bytes>& bodies) {
  return test::differences(expected.rows(std::string{P::name}),
                           test::as_json<P>(test::folded_journal<P>(bodies)), key_name(P::name));
}

TEST(read_models, are_what_a_naive_loop_over_the_export_makes_of_it) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    test::random_history past{seed};
    past.wish(800);
    const auto expected = reference_of(past.bodies());
    for_each_model([&]<class P>(std::type_identity<P>) {
      EXPECT_EQ(differences<P>(expected, past.bodies()), std::vector<std::string>{})
          << P::name << ", seed " << seed;
    });
  }
}

TEST(read_models, are_compared_over_pasts_that_hold_every_event) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    test::random_history past{seed};
    past.wish(800);
    for (const auto& body : past.bodies())
      seen.insert(decode_body(body)->at().type);
  }
  EXPECT_EQ(seen.size(), catalogue::types().size());
}

/// A row's effects come from its own events alone: folding a journal in parts, by the hash of the
/// key, gives what folding it whole gives.
TEST(read_models, may_be_folded_in_parts_by_key) {
  test::random_history past{9};
  past.wish(800);
  for_each_model([&]<class P>(std::type_identity<P>) {
    rows_of<P> joined;
    for (std::size_t part = 0; part < 3; ++part)
      for (const auto& body : past.bodies()) {
        const auto from = decode_body(body);
        auto fact = decode_fact<typename P::event>(*from);
        if (!fact) continue;
        const recorded<typename P::event> each{from->at(), std::move(*fact)};
        for (const auto& key : P::keys(each)) {
          if (std::hash<std::remove_cvref_t<decltype(key)>>{}(key) % 3 != part) continue;
          std::optional<typename P::row> known;
          if (joined.contains(key)) known = joined.at(key);
          if (auto row = P::fold(known, key, each)) joined.insert_or_assign(key, *row);
        }
      }
    EXPECT_EQ(checksum_of<P>(joined), checksum_of<P>(test::folded_journal<P>(past.bodies())))
        << P::name;
  });
}

TEST(read_models, touch_few_rows_an_event) {
  test::random_history past{10};
  past.wish(800);
  for_each_model([&]<class P>(std::type_identity<P>) {
    for (const auto& body : past.bodies()) {
      const auto from = decode_body(body);
      auto fact = decode_fact<typename P::event>(*from);
      if (fact) {
        EXPECT_LE(P::keys({from->at(), std::move(*fact)}).size(), most_keys) << P::name;
      }
    }
  });
}

/// How often a fact that is said not to need its rows makes something else of them when they are
/// there, or touches a row that is said to be written once a second time.
template <class P>
std::size_t rows_that_were_needed(const std::vector<bytes>& bodies) {
  std::size_t needed = 0;
  rows_of<P> rows;
  for (const auto& body : bodies) {
    const auto from = decode_body(body);
    auto fact = decode_fact<typename P::event>(*from);
    if (!fact) continue;
    const recorded<typename P::event> each{from->at(), std::move(*fact)};
    for (const auto& key : P::keys(each)) {
      if (needs_rows<P>(each) || rows.empty()) continue;
      needed += P::fold(std::nullopt, key, each) != P::fold(rows.begin()->second, key, each);
      if (is_written_once<P>) needed += rows.contains(key);
    }
    test::fold_into<P>(rows, each);
  }
  return needed;
}

TEST(read_models, are_not_read_only_for_facts_that_do_not_need_them) {
  test::random_history past{16};
  past.wish(800);
  for_each_model([&]<class P>(std::type_identity<P>) {
    EXPECT_EQ(rows_that_were_needed<P>(past.bodies()), 0U) << P::name;
  });
}

/// So parts of them, in the order of the journal, are in the order of their keys.
TEST(read_models, that_are_written_once_have_one_row_for_each_event_at_its_position) {
  test::random_history past{17};
  past.wish(800);
  int written_once = 0;
  for_each_model([&]<class P>(std::type_identity<P>) {
    if constexpr (is_written_once<P>) {
      ++written_once;
      for (const auto& body : past.bodies()) {
        const auto from = decode_body(body);
        auto fact = decode_fact<typename P::event>(*from);
        if (!fact) continue;
        const auto keys = P::keys({from->at(), std::move(*fact)});
        EXPECT_EQ(keys, (std::vector<std::uint64_t>{from->at().position})) << P::name;
      }
    }
  });
  EXPECT_GT(written_once, 0);
}

TEST(read_models, are_named_once_and_pack_their_rows) {
  std::set<std::string_view> names;
  for_each_model([&]<class P>(std::type_identity<P>) {
    EXPECT_TRUE(names.insert(P::name).second) << P::name;
    using row = typename P::row;
    const auto back = unpack<row>(bytes_view{pack(row{})});
    ASSERT_TRUE(back) << P::name;
    EXPECT_EQ(*back, row{}) << P::name;
  });
}

struct wrong_birth : clients::model {
  using birth = client::redirects_changed;
};

struct written_again : users::model {
  static constexpr bool written_once = true;
};

TEST(read_models, with_a_wrong_birth_are_caught) {
  test::random_history past{16};
  past.wish(800);
  EXPECT_GT(rows_that_were_needed<wrong_birth>(past.bodies()), 0U);
  EXPECT_GT(rows_that_were_needed<written_again>(past.bodies()), 0U);
}

// Three mistakes the comparison is there to find: without them found, it would prove nothing.

struct dropped_key : users::model {
  static std::vector<uuid> keys(const recorded<event>& fact) {
    if (std::holds_alternative<user::disabled>(fact.fact)) return {};
    return users::keys(fact);
  }
};

struct missing_case : sessions::model {
  static std::optional<row> fold(std::optional<row> known, const uuid&,
                                 const recorded<event>& fact) {
    if (std::holds_alternative<session::ended>(fact.fact)) return known;
    return sessions::fold(std::move(known), fact);
  }
};

struct wrong_field : clients::model {
  static std::optional<row> fold(std::optional<row> known, const uuid&,
                                 const recorded<event>& fact) {
    auto row = clients::fold(std::move(known), fact);
    if (const auto* e = std::get_if<client::redirects_changed>(&fact.fact))
      row->origins = e->redirect_uris;
    return row;
  }
};

static_assert(projection<dropped_key> && projection<missing_case> && projection<wrong_field>);

/// One past alone may end without a trace of the mistake, as when who was disabled is enabled
/// again.
template <class Mutant>
void expect_caught() {
  std::size_t caught = 0;
  for (const std::uint64_t seed : {11, 12, 13, 14, 15}) {
    test::random_history past{seed};
    past.wish(800);
    caught += differences<Mutant>(reference_of(past.bodies()), past.bodies()).empty() ? 0 : 1;
  }
  EXPECT_GT(caught, 0U);
}

TEST(read_models, with_a_key_dropped_are_caught) { expect_caught<dropped_key>(); }
TEST(read_models, with_an_event_forgotten_are_caught) { expect_caught<missing_case>(); }
TEST(read_models, with_a_wrong_field_are_caught) { expect_caught<wrong_field>(); }

}
}
