// SPDX-License-Identifier: Apache-2.0
// A database of today that holds, as it was stored, a journal whose events are all of their first
// version: what a server of today makes of it.
#include "actors/consent.hpp"
#include "actors/session.hpp"
#include "http/server/wish.hpp"
#include "storage/journal_reader.hpp"
#include "tests/support/admin_world.hpp"
#include "tests/support/older_journal.hpp"
#include "tests/support/older_workspace.hpp"
#include "tests/support/reference.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
namespace json = boost::json;

std::string text(const json::value& of) { return std::string{of.as_string()}; }

template <class Visit>
void for_each_model(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, read_models>>(
      [&](auto which) { visit.template operator()<typename decltype(which)::type>(); });
}

class an_older_workspace : public testing::Test {
protected:
  void TearDown() override {
    at.acme.reset();
    at.world.end();
    journal.drop();
  }

  /// Awake, at the slug that its journal names.
  std::shared_ptr<workspace> woken() {
    journal.store();
    slug = journal.slug();
    return at.world.found(slug);
  }

  /// At a host of this deployment, with a signing key that can sign: of those in its journal nobody
  /// has the private half. Both are commands to what the older binary left.
  std::shared_ptr<workspace> in_use() {
    const auto before = woken();
    for (const auto& key : rows_of<signing_keys::model>(*before))
      if (key.phase == signing_keys::phase::next) {
        const auto revoked =
            at.world.finish(before->revoke_key(test::node_world::nobody(), key.id));
        EXPECT_EQ(revoked.why, "");
      }
    const auto renamed = at.ask("POST", "api", "/control/workspaces/" + slug + "/rename",
                                at.operators(), R"({"slug":"older"})");
    EXPECT_EQ(renamed.status, 200) << renamed.body;
    slug = "older";
    token = at.admins(slug);
    return at.world.found(slug);
  }

  response get(const std::string& target) { return at.ask("GET", slug, target, token); }
  response post(const std::string& target, const std::string& body = "") {
    return at.ask("POST", slug, target, token, body);
  }
  json::object done(const std::string& target, const std::string& body = "") {
    const auto reply = post(target, body);
    EXPECT_EQ(reply.status, 200) << target << ' ' << reply.body;
    return admin_world::json(reply);
  }
  json::array items(const std::string& target) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 200) << target << ' ' << reply.body;
    const auto body = admin_world::json(reply);
    return body.at(body.contains("items") ? "items" : "signing_keys").as_array();
  }

  /// The position of what a command brought about.
  template <decider Noun, class Wish>
  std::uint64_t decided(workspace& of, const uuid& stream, const Wish& wish) {
    auto envelope = wish_of<Noun>(stream, wish, test::node_world::nobody(), of.now());
    const auto reply = at.world.finish(of.decide(std::move(envelope)));
    EXPECT_EQ(reply.verdict, command_verdict::accepted) << reply.why;
    return reply.position;
  }

  /// What an operation found.
  json::object found_by(const std::string& target) {
    const auto begun = post(target);
    EXPECT_EQ(begun.status, 202) << begun.body;
    const auto ended = at.ended(admin_world::json(begun), token, slug);
    EXPECT_EQ(ended.at("status"), "done") << ended;
    return ended.at("result").as_object();
  }

  /// The rows of a table, once it reflects everything.
  template <projection P>
  std::vector<typename P::row> rows_of(workspace& of) {
    EXPECT_TRUE(at.world.finish(of.persisted(std::string{P::name}))) << P::name;
    constexpr auto page = storage::read_models::list_limit;
    auto& view = of.views().get<P>();
    auto rows = view.list({}, page);
    while (rows.size() % page == 0 && !rows.empty()) {
      const auto more = view.list(key_in(rows.back()), page);
      if (more.empty()) break;
      rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
  }

  template <class Row>
  static auto key_in(const Row& row) {
    return row.*boost::mp11::mp_front<members_of<Row>>::pointer;
  }

  /// The journal as it lies in the database.
  std::vector<bytes> stored_bodies(const workspace& of) {
    storage::journal_reader reader{at.world.database().pool()};
    std::vector<bytes> bodies;
    for (;;) {
      const auto page = reader.read_page(of.place().schema, bodies.size(), 1'000);
      if (page.empty()) return bodies;
      for (const auto& row : page)
        bodies.push_back(row.body);
    }
  }

  static test::reference naive(const std::vector<bytes>& bodies) {
    test::reference expected;
    for (const auto& body : bodies)
      expected.apply(catalogue::to_json(*decode_body(body))->as_object());
    return expected;
  }

  void expect_tables_of(workspace& of, const std::vector<bytes>& bodies) {
    const auto expected = naive(bodies);
    for_each_model([&]<projection P>() {
      std::vector<json::object> rows;
      for (const auto& row : rows_of<P>(of))
        rows.push_back(to_json(row).as_object());
      const std::string name{P::name};
      EXPECT_EQ(test::differences(expected.rows(name), rows, name == "audit" ? "position" : "id"),
                std::vector<std::string>{})
          << name;
    });
  }

  std::set<std::string> differences_of_journal() {
    const auto found = found_by("/admin/journal/verify");
    std::set<std::string> told;
    for (const auto& each : found.at("differences").as_array())
      told.insert(text(each));
    EXPECT_EQ(found.at("equal"), told.empty()) << found;
    return told;
  }

  /// What an erasure took away is in no answer about the past either.
  std::vector<json::object> without_erased(std::vector<json::object> users) {
    const auto now = naive(journal.bodies()).rows("users");
    for (auto& then : users)
      for (const auto& row : now)
        if (row.at("id") == then.at("id") && row.at("phase") == "erased") {
          then["email_verified"] = false;
          then["locale"] = nullptr;
        }
    return users;
  }

  /// Every row is listed, and no member of it is told otherwise. What is sealed opens for nobody.
  void expect_listed(const std::vector<json::object>& expected, const std::string& target) {
    std::map<std::string, json::object> listed;
    for (const auto& item : items(target))
      listed.emplace(text(item.at("id")), item.as_object());
    EXPECT_EQ(listed.size(), expected.size()) << target;
    for (const auto& row : expected)
      for (const auto& [name, value] : listed[text(row.at("id"))]) {
        const auto* told = row.if_contains(name);
        if (told && !told->is_object()) {
          EXPECT_EQ(value, *told) << target << ' ' << name;
        }
      }
  }

  const std::map<std::string, std::string> listings{
      {"clients", "/admin/clients"},   {"consents", "/admin/consents"},
      {"projects", "/admin/projects"}, {"sessions", "/admin/sessions"},
      {"signing_keys", "/admin/keys"}, {"users", "/admin/users"}};
  admin_world at;
  test::older_workspace journal{at.world, test::read_older_journal("first").bodies};
  std::string slug;
  std::string token;
};

TEST_F(an_older_workspace, is_read_as_a_naive_loop_reads_its_journal) {
  const auto older = woken();
  ASSERT_EQ(stored_bodies(*older), test::read_older_journal("first").bodies) << "as it was stored";
  expect_tables_of(*older, journal.bodies());
}

TEST_F(an_older_workspace, takes_commands_to_what_was_first_of_another_shape) {
  const auto older = in_use();
  const auto client = items("/admin/clients").at(0).as_object();
  ASSERT_TRUE(client.at("deleted_at").is_null());
  const auto path = "/admin/clients/" + text(client.at("client_id"));
  EXPECT_NE(done(path + "/rotate-secret").at("client_secret"), "");
  EXPECT_EQ(done(path + "/change", R"({"name":"Renamed"})").at("name"), "Renamed");
  std::set<std::uint64_t> positions;
  for (const auto& session : rows_of<sessions::model>(*older))
    if (!session.ended_at)
      positions.insert(
          decided<session::noun>(*older, session.id, session::end{session::session_end::revoked}));
  for (const auto& consent : rows_of<consents::model>(*older))
    if (!consent.withdrawn_at)
      positions.insert(decided<consent::noun>(*older, consent.id, consent::withdraw{}));
  EXPECT_EQ(positions.size(), 4U);
  expect_tables_of(*older, stored_bodies(*older));
}

TEST_F(an_older_workspace, is_listed_as_it_was_at_any_position) {
  in_use();
  done("/admin/clients/" + text(items("/admin/clients").at(0).at("client_id")) + "/change",
       R"({"name":"Renamed"})");
  for (const std::size_t position : {20, 64, 113, 170, 183}) {
    const auto then = naive({journal.bodies().begin(), journal.bodies().begin() + position});
    for (const auto& [model, path] : listings)
      expect_listed(model == "users" ? without_erased(then.rows(model)) : then.rows(model),
                    path + "?limit=200&as_of=position:" + std::to_string(position));
  }
}

TEST_F(an_older_workspace, is_proved_but_for_names_whose_keys_nobody_has) {
  const auto older = in_use();
  std::set<std::string> expected;
  for (const auto& person : rows_of<users::model>(*older))
    if (person.phase != users::phase::erased)
      expected.insert("the key of " + to_string(person.id) + " is gone, and no event erased it");
  EXPECT_EQ(expected.size(), 5U);
  EXPECT_EQ(differences_of_journal(), expected);
}

/// The first tile is completed over events of both binaries.
TEST_F(an_older_workspace, goes_on_and_stays_proved) {
  journal.seal_anew();
  auto older = in_use();
  const auto project = text(items("/admin/projects").at(0).at("name"));
  for (int role = 0; stored_bodies(*older).size() < 300; ++role)
    done("/admin/projects/" + project + "/define-role",
         R"({"role":"another-)" + std::to_string(role) + R"("})");
  EXPECT_EQ(differences_of_journal(), std::set<std::string>{});
  older.reset();
  at.restart();
  older = at.world.found(slug);
  token = at.admins(slug);
  EXPECT_EQ(found_by("/admin/journal/verify").at("tiles"), 1);
  expect_tables_of(*older, stored_bodies(*older));
  for_each_model([&]<projection P>() {
    const std::string path = "/admin/projections/" + std::string{P::name};
    EXPECT_EQ(found_by(path + "/rebuild").at("rows"), rows_of<P>(*older).size()) << P::name;
    EXPECT_EQ(found_by(path + "/verify").at("equal"), true) << P::name;
  });
}

TEST_F(an_older_workspace, knows_its_people_by_name_where_their_keys_are_there) {
  journal.seal_anew();
  in_use();
  std::set<std::string> names;
  for (const auto& person : items("/admin/users?limit=200"))
    if (person.at("status") != "erased") {
      names.insert(text(person.at("user_name")));
      const auto path = "/admin/users/" + text(person.at("id"));
      EXPECT_EQ(post(path + "/set-password").status, 200);
      EXPECT_EQ(post(path + "/erase").status, 200);
    }
  EXPECT_EQ(names.size(), 5U);
  for (const auto& name : names)
    EXPECT_TRUE(name.starts_with("user-")) << name;
  EXPECT_EQ(differences_of_journal(), std::set<std::string>{});
}

}
}
