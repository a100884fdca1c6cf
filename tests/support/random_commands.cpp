// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_commands.hpp"

namespace muniment::test {

namespace {

using namespace std::chrono_literals;

const std::vector<std::string> known_scopes{"openid", "profile", "email", "offline_access"};

std::optional<plain<std::string>> maybe_text(dice& chance, std::string_view stem) {
  if (chance.chance(30)) return std::nullopt;
  return plain{chance.word(stem)};
}

std::string host(dice& chance) { return "https://" + chance.word("host-") + ".example.org"; }

}

std::array<std::uint8_t, 16> dice::entropy() {
  std::array<std::uint8_t, 16> octets;
  for (auto& octet : octets)
    octet = static_cast<std::uint8_t>(below(256));
  return octets;
}

bytes dice::digest() {
  bytes octets(32);
  for (auto& octet : octets)
    octet = static_cast<std::uint8_t>(below(256));
  return octets;
}

std::vector<std::string> dice::some_of(const std::vector<std::string>& all) {
  std::vector<std::string> some;
  for (const auto& each : all)
    if (chance(60)) some.push_back(each);
  return some;
}

workspace::command draw(dice& chance, const surroundings&, const workspace::state<opened>& seen) {
  if (seen.phase == workspace::phase::absent || chance.chance(5))
    return workspace::create{chance.word("slug-"), host(chance), chance.word("Workspace ")};
  if (chance.chance(50)) return workspace::change_slug{chance.word("slug-"), host(chance)};
  return workspace::roll_keys{seen.generation + static_cast<std::uint32_t>(chance.below(3))};
}

project::command draw(dice& chance, const surroundings&, const project::state<opened>& seen) {
  if (seen.phase == project::phase::absent || chance.chance(5))
    return project::create{chance.word("project-")};
  return project::define_role{chance.word("role-")};
}

user::command draw(dice& chance, const surroundings&, const user::state<opened>& seen) {
  if (seen.phase == user::phase::absent || chance.chance(5)) {
    user::register_user wish;
    wish.user_name = chance.word("user-");
    wish.user_name_digest = chance.digest();
    wish.email = maybe_text(chance, "mail-");
    if (wish.email) wish.email_digest = chance.digest();
    wish.email_verified = chance.chance(50);
    wish.display_name = maybe_text(chance, "Name ");
    if (chance.chance(50)) wish.locale = "fr";
    wish.subject_key = {chance.id(), chance.digest()};
    return wish;
  }
  switch (chance.below(8)) {
  case 0:
    return user::erase{};
  case 1:
  case 2:
    return user::disable{};
  case 3:
  case 4:
    return user::enable{};
  default:
    return user::change_profile{maybe_text(chance, "Name "), chance.chance(50)
                                                                 ? std::optional<std::string>{"de"}
                                                                 : std::nullopt};
  }
}

credential::command draw(dice& chance, const surroundings& around,
                         const credential::state<opened>& seen) {
  const plain hash{"$argon2id$" + chance.word("hash-")};
  if (seen.phase == credential::phase::absent || chance.chance(20))
    return credential::set_password{hash, chance.chance(20)};
  if (chance.chance(10))
    return credential::change_password{chance.chance(80) ? seen.password_hash : hash, hash};
  if (chance.chance(20)) return credential::unlock{};
  if (chance.chance(40))
    return credential::note_success{
        seen.password_hash, chance.chance(50) ? std::optional{hash} : std::nullopt, around.now};
  return credential::note_failure{static_cast<std::uint32_t>(chance.below(12)), around.now};
}

namespace {

client::change change_of(dice& chance) {
  client::change wish;
  if (chance.chance(60)) wish.name = chance.word("Client ");
  if (chance.chance(40)) wish.scopes = chance.some_of(known_scopes);
  if (chance.chance(40)) wish.redirect_uris = {host(chance) + "/back"};
  if (chance.chance(30)) wish.third_party = chance.chance(50);
  if (chance.chance(20)) wish.access_token_algorithm = "RS256";
  if (chance.chance(30)) wish.may_introspect = chance.chance(50);
  return wish;
}

}

client::command draw(dice& chance, const surroundings& around, const client::state<opened>& seen) {
  if (seen.phase == client::phase::absent || chance.chance(5)) {
    const bool web = chance.chance(50);
    client::register_client wish{};
    wish.client_id = chance.word("client-");
    wish.project = chance.one_of(around.projects);
    wish.name = chance.word("Client ");
    wish.kind = web ? client::client_type::web : client::client_type::native;
    wish.authentication = web ? client::client_authentication::client_secret_post
                              : client::client_authentication::none;
    if (web) wish.secret_digest = chance.digest();
    wish.redirect_uris = {host(chance) + "/back"};
    wish.post_logout_redirect_uris = {host(chance) + "/bye"};
    if (chance.chance(50)) wish.origins = {host(chance)};
    wish.grant_types = {"authorization_code", "refresh_token"};
    wish.scopes = chance.some_of(known_scopes);
    wish.id_token_algorithm = "RS256";
    wish.access_token_algorithm = "ES256";
    wish.pkce_required = true;
    wish.third_party = chance.chance(50);
    wish.may_introspect = web && chance.chance(30);
    return wish;
  }
  if (chance.chance(10)) return client::delete_client{};
  if (chance.chance(40)) return client::rotate_secret{chance.digest()};
  if (chance.chance(40)) return change_of(chance);
  return client::change_redirects{
      {host(chance) + "/back"}, {host(chance) + "/bye"}, {host(chance)}};
}

consent::command draw(dice& chance, const surroundings& around,
                      const consent::state<opened>& seen) {
  if (seen.phase == consent::phase::absent)
    return consent::give{chance.one_of(around.users), chance.one_of(around.clients),
                         chance.some_of(known_scopes)};
  if (chance.chance(30)) return consent::withdraw{};
  return consent::give{seen.user, seen.client, chance.some_of(known_scopes)};
}

session::command draw(dice& chance, const surroundings& around,
                      const session::state<opened>& seen) {
  if (seen.phase == session::phase::absent || chance.chance(20))
    return session::start{chance.one_of(around.users),
                          chance.digest(),
                          {"pwd"},
                          around.now - 1s,
                          around.now + 24h,
                          3600,
                          around.now,
                          chance.chance(50)
                              ? std::optional{chance.one_of(around.clients, chance.id())}
                              : std::nullopt};
  return session::end{static_cast<session::session_end>(1 + chance.below(6))};
}

namespace {

grant::issue_code code_for(dice& chance, const surroundings& around) {
  return {chance.one_of(around.users),
          chance.one_of(around.clients),
          chance.one_of(around.sessions),
          chance.digest(),
          host(chance) + "/back",
          chance.some_of(known_scopes),
          std::string(43, static_cast<char>('a' + chance.below(26))),
          chance.chance(50) ? std::optional{chance.word("nonce-")} : std::nullopt,
          around.now - 1min,
          {"pwd"},
          around.now + 60s,
          around.now + 2h,
          around.now};
}

grant::access_offer access(dice& chance, const surroundings& around) {
  return {"token-" + to_string(chance.id()), chance.word("key-"), around.now + 5min};
}

grant::redeem_code redemption(dice& chance, const surroundings& around,
                              const grant::state<opened>& seen) {
  grant::redeem_code wish{
      seen.code_digest,       seen.client,  seen.redirect_uri, seen.code_challenge,
      access(chance, around), std::nullopt, around.now};
  if (chance.chance(70)) wish.refresh = grant::refresh_offer{chance.digest(), around.now + 1h};
  if (chance.chance(5)) wish.client = chance.id();
  if (chance.chance(5)) wish.code_challenge.clear();
  return wish;
}

grant::refresh renewal(dice& chance, const surroundings& around, const grant::state<opened>& seen) {
  auto digest = seen.refresh_digest;
  if (chance.chance(20)) digest = chance.one_of(seen.replaced, digest);
  return {digest,
          seen.client,
          bytes(32, static_cast<std::uint8_t>(chance.below(2))),
          access(chance, around),
          {chance.digest(), around.now + 1h},
          around.now,
          chance.chance(90)};
}

}

grant::command draw(dice& chance, const surroundings& around, const grant::state<opened>& seen) {
  if (seen.phase == grant::phase::absent || chance.chance(3)) return code_for(chance, around);
  if (chance.chance(5)) return grant::expire{around.now + chance.below(3) * 1h};
  if (chance.chance(5)) return grant::end{static_cast<grant::grant_end>(1 + chance.below(8))};
  if (seen.phase == grant::phase::redeemed && chance.chance(90))
    return renewal(chance, around, seen);
  return redemption(chance, around, seen);
}

signing_key::command draw(dice& chance, const surroundings& around,
                          const signing_key::state<opened>& seen) {
  if (seen.phase == signing_key::phase::absent) {
    const auto name = "key-" + to_string(chance.id());
    return signing_key::generate{name, "ES256", R"({"kty":"EC","kid":")" + name + "\"}",
                                 plain{bytes{1}}};
  }
  switch (chance.below(9)) {
  case 0:
    return signing_key::revoke{};
  case 8:
    return signing_key::schedule{around.now + chance.below(3) * 1min, around.now};
  case 1:
  case 2:
  case 3:
    return signing_key::activate{};
  case 4:
  case 5:
    return signing_key::supersede{around.now + 1min, around.now};
  default:
    return signing_key::retire{around.now + chance.below(3) * 1min};
  }
}

refusal::command draw(dice& chance, const surroundings& around,
                      const refusal::state<opened>& seen) {
  if (seen.phase == refusal::phase::open && chance.chance(10)) return refusal::close{};
  const auto registered = refusals();
  return refusal::record{std::string{registered[chance.below(registered.size())].name},
                         chance.chance(50) ? std::optional{chance.one_of(around.clients)}
                                           : std::nullopt,
                         1 + static_cast<std::uint32_t>(chance.below(5))};
}

service_token::command draw(dice& chance, const surroundings& around,
                            const service_token::state<opened>& seen) {
  if (seen.phase == service_token::phase::absent || chance.chance(20)) {
    const auto kind = chance.chance(70) ? actor_kind::client : actor_kind::deployment_operator;
    return service_token::issue{{kind, chance.one_of(around.clients, chance.id())},
                                "key-1",
                                "urn:muniment:project:1",
                                chance.some_of({"orders", "admin:read", "admin:write"}),
                                around.now + 10min,
                                around.now};
  }
  if (chance.chance(40)) return service_token::expire{around.now + chance.below(2) * 1h};
  return service_token::end{static_cast<service_token::token_end>(1 + chance.below(3))};
}

role::command draw(dice& chance, const surroundings& around, const role::state<opened>& seen) {
  if (seen.phase == role::phase::absent)
    return role::grant{chance.one_of(around.users), chance.one_of(around.projects),
                       chance.word("role-")};
  if (chance.chance(50)) return role::revoke{};
  return role::grant{seen.user, seen.project, chance.chance(90) ? seen.role : chance.word("role-")};
}

}
