// SPDX-License-Identifier: Apache-2.0
#include "actors/messages.hpp"

#include "actors/commands.hpp"
#include "tests/support/sample.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

/// What a message is after CAF has written it to bytes and read it back, as a network would.
template <class Message>
Message sent(Message message) {
  caf::actor_system_config config;
  caf::actor_system system{config};
  std::vector<char> wire;
  caf::binary_serializer writer{system, wire};
  EXPECT_EQ(writer(message), caf::none);
  Message arrived;
  caf::binary_deserializer reader{system, wire};
  EXPECT_EQ(reader(arrived), caf::none);
  return arrived;
}

template <class Noun, class Command>
void expect_to_arrive(std::type_identity<Command>) {
  const auto wish = test::sample<Command>();
  auto envelope = test::sample<command_envelope>();
  envelope.category = std::string{Noun::category};
  envelope.wish = pack_command(wish);
  const auto arrived =
      unpack<command_envelope>(bytes_view{sent(command_message{pack(envelope)}).envelope});
  ASSERT_TRUE(arrived) << Command::type;
  EXPECT_EQ(*arrived, envelope) << Command::type;
  const auto read = unpack_command<Noun>(arrived->wish);
  ASSERT_TRUE(read) << Command::type;
  EXPECT_EQ(std::get<Command>(*read), wish) << Command::type;
}

TEST(messages, every_command_survives_the_wire) {
  boost::mp11::mp_for_each<nouns>([]<class Noun>(Noun) {
    using commands = boost::mp11::mp_transform<std::type_identity, typename Noun::command>;
    boost::mp11::mp_for_each<boost::mp11::mp_rename<commands, boost::mp11::mp_list>>(
        []<class Command>(std::type_identity<Command> each) { expect_to_arrive<Noun>(each); });
  });
}

TEST(messages, an_answer_survives_the_wire) {
  const command_reply reply{command_verdict::refused, 7, "name_taken"};
  EXPECT_EQ(sent(reply), reply);
}

}
}
