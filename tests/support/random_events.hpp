// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/commands.hpp"
#include "tests/support/random_commands.hpp"

#include <set>

namespace muniment::test {

/// What became of a command, and of the same command wished again at once.
struct trial {
  std::string_view command;
  std::size_t events = 0;
  bool refused = false; ///< with or without traces
  std::size_t events_again = 0;
  bool refused_again = false;
};

/// A claim and the stream that holds it.
struct held_claim {
  claim_kind kind;
  bytes digest;
  uuid stream;
  friend auto operator<=>(const held_claim&, const held_claim&) = default;
};

/// The digest in a box of `random_history`.
bytes unsealed_digest(bytes_view box);

/// A lawful past: what the deciders made of random commands. The same seed gives the same past.
class random_history {
public:
  explicit random_history(std::uint64_t seed) : chance_{seed} {}

  /// Wishes so many commands, each of a random noun and for a random one of its streams.
  void wish(std::size_t commands);

  /// What was recorded, as stored bytes, in journal order.
  [[nodiscard]] const std::vector<bytes>& bodies() const { return bodies_; }

  /// The claims that the deciders took and did not release, however many hold the like.
  [[nodiscard]] const std::set<held_claim>& claims() const { return claims_; }

  /// One for each command wished.
  [[nodiscard]] const std::vector<trial>& trials() const { return trials_; }

private:
  template <class Noun>
  struct stream {
    uuid id;
    std::uint64_t version = 0;
    typename Noun::template state<stored> state{};
  };
  template <class Noun>
  using streams = std::vector<stream<Noun>>;

  template <class Noun>
  void wish_of();
  template <class Noun>
  stream<Noun>& some_stream();
  template <class Noun>
  void record(stream<Noun>& of, const consequences<typename Noun::template event<opened>>& yes);
  template <class Noun>
  envelope next_place(const stream<Noun>& of);
  void pass_time();

  dice chance_;
  surroundings around_{from_microseconds(1'772'546'580'000'000), {}, {}, {}, {}};
  boost::mp11::mp_rename<boost::mp11::mp_transform<streams, nouns>, std::tuple> streams_;
  std::vector<bytes> bodies_;
  std::set<held_claim> claims_;
  std::vector<trial> trials_;
};

}
