// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/grant_standing.hpp"

#include "http/oidc/wishes.hpp"
#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

/// A session in which clients got grants; those that are told to end do.
struct crowded_session {
  oidc_world world;
  uuid id = uuid::random({30});
  uuid other = uuid::random({12});
  std::uint16_t made = 0;

  crowded_session() {
    world.door.before_answer = [this](const command_envelope& wish) -> asio::awaitable<void> {
      auto row = *world.door.grants_known.at(wish.stream);
      row.phase = grants::phase::ended;
      world.door.grants_known[wish.stream] = std::make_shared<grants::row>(row);
      co_return;
    };
  }
  crowded_session(const crowded_session&) = delete;

  /// So many more, which are found behind those before.
  void add(const uuid& client, int count) {
    for (; count > 0; --count) {
      ++made;
      grants::row row;
      row.id.octets[0] = static_cast<std::uint8_t>(made >> 8);
      row.id.octets[1] = static_cast<std::uint8_t>(made & 0xff);
      row.client = client;
      row.session = id;
      row.phase = grants::phase::redeemed;
      world.door.grants_known[row.id] = std::make_shared<grants::row>(row);
    }
  }

  std::ptrdiff_t open(const uuid& client) const {
    return std::ranges::count_if(world.door.grants_known, [&](const auto& each) {
      return each.second->client == client && each.second->phase != grants::phase::ended;
    });
  }

  void revoke(const uuid& client) { EXPECT_TRUE(finished(revoked(world.called(), id, client))); }

private:
  static asio::awaitable<bool> revoked(call at, uuid session, uuid client) {
    auto actor = nobody();
    co_await revoke_grants_of_client(at, session, client, std::move(actor));
    co_return true;
  }
};

TEST(grant_standing, ends_what_a_client_got_behind_what_others_got) {
  crowded_session at;
  at.add(at.other, 150);
  at.add(at.world.shop, 150);
  at.add(at.other, 5);
  at.revoke(at.world.shop);
  EXPECT_EQ(at.open(at.world.shop), 0);
  EXPECT_EQ(at.open(at.other), 155) << "they stand";
  for (const auto& each : at.world.wished<grant::noun>())
    EXPECT_EQ(std::get<grant::end>(each).reason, grant::grant_end::revoked);
}

TEST(grant_standing, ends_all_that_a_client_got) {
  crowded_session at;
  at.add(at.world.shop, 250);
  at.revoke(at.world.shop);
  EXPECT_EQ(at.open(at.world.shop), 0);
}

TEST(grant_standing, looks_no_further_than_its_door_reads) {
  crowded_session at;
  at.add(at.other, 5'100);
  at.revoke(at.world.shop);
  EXPECT_EQ(std::ranges::count(at.world.door.asked, std::string{"open grants"}), 7);
  EXPECT_TRUE(at.world.door.wishes.empty());
}

}
}
