// SPDX-License-Identifier: Apache-2.0
#include "actors/commands.hpp"

#include "tests/support/random_events.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace muniment {
namespace {

template <class Visit>
void for_each_noun(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, nouns>>(visit);
}

/// Calls `visit(noun, command)` for each command of each noun.
template <class Visit>
void for_each_command(Visit visit) {
  for_each_noun([&]<class Noun>(std::type_identity<Noun> noun) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Noun::command>>(
        [&](auto command) { visit(noun, command); });
  });
}

template <class Command>
Command sample() {
  return test::sample<Command>();
}

TEST(commands, come_back_whole) {
  for_each_command(
      []<class Noun, class Command>(std::type_identity<Noun>, std::type_identity<Command>) {
        const typename Noun::command wish = sample<Command>();
        const auto back = unpack_command<Noun>(pack_command(wish));
        ASSERT_TRUE(back) << Command::type;
        EXPECT_EQ(*back, wish) << Command::type;
        EXPECT_EQ(pack_command(sample<Command>()), pack_command(wish)) << Command::type;
      });
}

TEST(commands, are_named_after_their_noun_and_once) {
  std::set<std::string_view> names;
  for_each_command(
      [&]<class Noun, class Command>(std::type_identity<Noun>, std::type_identity<Command>) {
        EXPECT_TRUE(names.insert(Command::type).second) << Command::type;
        EXPECT_TRUE(Command::type.starts_with(std::string{Noun::category} + ".")) << Command::type;
      });
  EXPECT_EQ(names.size(), 42U);
}

TEST(commands, of_another_noun_are_unknown) {
  EXPECT_EQ(unpack_command<user::noun>(pack_command(session::end{})).error(),
            codec_error::unknown_type);
}

TEST(commands, cut_short_are_refused) {
  for_each_command([]<class Noun, class Command>(std::type_identity<Noun>,
                                                 std::type_identity<Command>) {
    const auto whole = pack_command(sample<Command>());
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_FALSE(unpack_command<Noun>(bytes_view{whole}.first(size))) << Command::type << size;
  });
}

TEST(commands, with_something_behind_are_refused) {
  for_each_command(
      []<class Noun, class Command>(std::type_identity<Noun>, std::type_identity<Command>) {
        auto packed = pack_command(sample<Command>());
        packed.push_back(0xc0);
        EXPECT_EQ(unpack_command<Noun>(packed).error(), codec_error::malformed) << Command::type;
      });
}

bytes packed(const auto& write) {
  msgpack::sbuffer buffer;
  packer out{buffer};
  write(out);
  return {buffer.data(), buffer.data() + buffer.size()};
}

TEST(commands, of_another_shape_are_refused) {
  const auto read = [](const bytes& from) { return unpack_command<user::noun>(from).error(); };
  EXPECT_EQ(read({}), codec_error::malformed);
  EXPECT_EQ(read({0xc1}), codec_error::malformed);
  EXPECT_EQ(read(packed([](auto& out) { out.pack(7); })), codec_error::wrong_shape);
  EXPECT_EQ(read(packed([](auto& out) { out.pack_array(1).pack("user.disable"); })),
            codec_error::wrong_shape);
  EXPECT_EQ(read(packed([](auto& out) { out.pack_array(2).pack(1).pack_array(0); })),
            codec_error::wrong_shape);
  EXPECT_EQ(read(packed([](auto& out) { out.pack_array(2).pack("user.disable").pack_nil(); })),
            codec_error::wrong_shape);
  EXPECT_EQ(
      read(packed([](auto& out) { out.pack_array(2).pack("user.erase").pack_array(1).pack(1); })),
      codec_error::wrong_shape);
  EXPECT_EQ(read(packed([](auto& out) { out.pack_array(2).pack("user.teleport").pack_array(0); })),
            codec_error::unknown_type);
}

TEST(commands, with_an_unknown_enumerator_are_refused) {
  const auto wish =
      packed([](auto& out) { out.pack_array(2).pack("session.end").pack_array(1).pack(99); });
  EXPECT_EQ(unpack_command<session::noun>(wish).error(), codec_error::wrong_shape);
}

TEST(commands, beyond_the_limits_are_refused) {
  auto wish = sample<consent::give>();
  wish.scopes.assign(codec_limits::elements + 1, "s");
  EXPECT_EQ(unpack_command<consent::noun>(pack_command(wish)).error(), codec_error::too_large);
  wish.scopes.assign(1, std::string(codec_limits::body_octets, 's'));
  EXPECT_EQ(unpack_command<consent::noun>(pack_command(wish)).error(), codec_error::too_large);
}

/// Snapshots hold states.
TEST(commands, every_untouched_state_is_packed_and_read_back) {
  for_each_noun([]<class Noun>(std::type_identity<Noun>) {
    using state = typename Noun::template state<stored>;
    const auto back = unpack<state>(bytes_view{pack(state{})});
    ASSERT_TRUE(back) << Noun::category;
    EXPECT_EQ(*back, state{}) << Noun::category;
  });
}

/// Two refusals of one kind are two: only the command id tells a repetition from a second one.
constexpr std::string_view counted_twice = refusal::record::type;

TEST(commands, run_twice_change_nothing_or_are_refused) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    test::random_history past{seed};
    past.wish(500);
    for (const auto& trial : past.trials()) {
      if (trial.command != counted_twice) {
        EXPECT_TRUE(trial.events_again == 0 || trial.refused_again)
            << trial.command << ", seed " << seed;
      }
    }
  }
}

TEST(commands, refused_without_events_stay_refused) {
  test::random_history past{21};
  past.wish(5000);
  for (const auto& trial : past.trials())
    if (trial.refused && trial.events == 0) {
      EXPECT_TRUE(trial.refused_again && trial.events_again == 0) << trial.command;
    }
}

TEST(commands, are_all_accepted_in_some_past_and_most_refused) {
  test::random_history past{22};
  past.wish(5000);
  std::map<std::string_view, int> accepted;
  std::set<std::string_view> refused;
  for (const auto& trial : past.trials()) {
    if (trial.refused)
      refused.insert(trial.command);
    else if (trial.events > 0)
      ++accepted[trial.command];
  }
  EXPECT_EQ(accepted.size(), 42U);
  EXPECT_GE(refused.size(), 20U);
}

}
}
