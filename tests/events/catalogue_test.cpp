// SPDX-License-Identifier: Apache-2.0
#include "events/catalogue.hpp"

#include "events/codec/json.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sample.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace muniment {
namespace {

/// Golden files are the promise that bytes once written stay readable and that today's encoder
/// still writes them. A missing one is written only on request; an existing one is never touched.
class golden : public testing::Test {
protected:
  static std::filesystem::path file(std::string_view type, unsigned version, const char* suffix) {
    return test::in_source("tests/golden/events") /
           (std::string{type} + "." + std::to_string(version) + suffix);
  }

  static void expect_golden(const std::filesystem::path& path, bytes_view content) {
    if (!std::filesystem::exists(path) && std::getenv("MUNIMENT_WRITE_GOLDEN"))
      test::write_file(path, content);
    const auto written = test::read_file(path);
    ASSERT_TRUE(written) << path;
    EXPECT_TRUE(std::ranges::equal(*written, content))
        << path << " differs from what is encoded now";
  }
};

/// What an older version was rendered as in its day is part of how it is rendered now.
void expect_still_said(const std::filesystem::path& path, const boost::json::object& now) {
  const auto written = test::read_file(path);
  ASSERT_TRUE(written) << path;
  auto then = boost::json::parse(as_text(*written)).as_object();
  const auto payload = then.at("payload").as_object();
  then.erase("payload");
  for (const auto& [name, value] : then)
    EXPECT_EQ(now.at(name), value) << path << ": " << name;
  for (const auto& [name, value] : payload)
    EXPECT_EQ(now.at("payload").at(name), value) << path << ": " << name;
}

template <class E>
envelope sample_envelope() {
  auto at = test::sample<envelope>();
  at.format = envelope::current_format;
  at.category = std::string{E::type.substr(0, E::type.find('.'))};
  at.type = E::type;
  at.type_version = E::version;
  return at;
}

template <class Visit>
void for_each_event(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(visit);
}

TEST_F(golden, every_event_is_written_as_it_always_was) {
  for_each_event([]<class E>(std::type_identity<E>) {
    const auto body = encode_body(sample_envelope<E>(), pack_event(test::sample<E>()));
    expect_golden(file(E::type, E::version, ".msgpack"), body);
  });
}

TEST_F(golden, every_event_is_read_back_whole) {
  for_each_event([]<class E>(std::type_identity<E>) {
    const auto body = test::read_file(file(E::type, E::version, ".msgpack"));
    ASSERT_TRUE(body) << E::type;
    const auto from = decode_body(*body);
    ASSERT_TRUE(from) << E::type;
    EXPECT_EQ(from->at(), sample_envelope<E>());
    const auto fact = decode_fact<std::variant<E>>(*from);
    ASSERT_TRUE(fact) << E::type;
    EXPECT_EQ(std::get<E>(*fact), test::sample<E>());
  });
}

TEST_F(golden, every_stored_version_renders_as_json) {
  for (const auto& entry :
       std::filesystem::directory_iterator{test::in_source("tests/golden/events")}) {
    if (entry.path().extension() != ".msgpack") continue;
    const auto body = test::read_file(entry.path());
    const auto from = decode_body(*body);
    ASSERT_TRUE(from) << entry.path();
    const auto json = catalogue::to_json(*from);
    ASSERT_TRUE(json) << entry.path();
    const auto rendered = std::filesystem::path{entry.path()}.replace_extension(".json");
    if (from->at().type_version == catalogue::find_type(from->at().type)->version)
      expect_golden(rendered, as_bytes(boost::json::serialize(*json) + "\n"));
    else
      expect_still_said(rendered, json->as_object());
  }
}

TEST(catalogue, numbers_and_names_are_given_once) {
  std::set<std::int16_t> numbers;
  std::set<std::string_view> names;
  for (const auto& type : catalogue::types()) {
    EXPECT_TRUE(numbers.insert(type.number).second) << type.name;
    EXPECT_TRUE(names.insert(type.name).second) << type.name;
    EXPECT_TRUE(catalogue::find_category(type.category)) << type.name;
  }
}

TEST(catalogue, every_type_is_listed) {
  for_each_event([]<class E>(std::type_identity<E>) {
    const auto* entry = catalogue::find_type(E::type);
    ASSERT_TRUE(entry) << E::type;
    EXPECT_EQ(entry->version, E::version);
  });
}

TEST(catalogue, traffic_ends_with_a_terminal_event_and_facts_do_not) {
  for (const auto& category : catalogue::categories()) {
    if (category.table == catalogue::table::facts) {
      EXPECT_EQ(category.terminal, "") << category.name;
    } else {
      ASSERT_TRUE(catalogue::find_type(category.terminal)) << category.name;
      EXPECT_EQ(catalogue::find_type(category.terminal)->category, category.name);
    }
  }
}

TEST(catalogue, an_unknown_type_is_an_error_and_not_a_guess) {
  auto at = sample_envelope<user::disabled>();
  at.type = "user.teleported";
  const auto body = encode_body(at, pack_event(user::disabled{}));
  EXPECT_EQ(catalogue::to_json(*decode_body(body)).error(), codec_error::unknown_type);
}

TEST(catalogue, a_newer_version_is_an_error_and_not_a_guess) {
  auto at = sample_envelope<user::disabled>();
  at.type_version = 9;
  const auto body = encode_body(at, pack_event(user::disabled{}));
  EXPECT_EQ(catalogue::to_json(*decode_body(body)).error(), codec_error::unknown_version);
}

}
}
