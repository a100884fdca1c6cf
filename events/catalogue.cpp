// SPDX-License-Identifier: Apache-2.0
#include "events/catalogue.hpp"

#include "events/codec/json.hpp"

#include <algorithm>
#include <array>

namespace muniment::catalogue {

namespace {

constexpr std::array category_list{
    category_entry{1, workspace::category, table::facts, {}},
    category_entry{2, project::category, table::facts, {}},
    category_entry{3, user::category, table::facts, {}},
    category_entry{4, credential::category, table::facts, {}},
    category_entry{5, client::category, table::facts, {}},
    category_entry{6, consent::category, table::facts, {}},
    category_entry{7, signing_key::category, table::facts, {}},
    category_entry{8, session::category, table::traffic, session::ended::type},
    category_entry{9, grant::category, table::traffic, grant::ended::type},
    category_entry{10, refusal::category, table::traffic, refusal::closed::type},
    category_entry{11, service_token::category, table::traffic, service_token::ended::type},
    category_entry{12, role::category, table::facts, {}},
};

template <class E>
decoded<boost::json::value> payload_json(const record& from) {
  const auto fact = decode_fact<std::variant<E>>(from);
  if (!fact) return fact.error();
  return muniment::to_json(std::get<E>(*fact));
}

template <class E>
constexpr type_entry entry(std::int16_t number) {
  return {number, E::type, E::version, E::type.substr(0, E::type.find('.')), payload_json<E>};
}

constexpr std::array type_list{
    entry<workspace::created>(1),
    entry<workspace::slug_changed>(2),
    entry<workspace::keys_rolled>(3),
    entry<project::created>(4),
    entry<project::role_defined>(5),
    entry<user::registered<stored>>(6),
    entry<user::profile_changed<stored>>(7),
    entry<user::disabled>(8),
    entry<user::enabled>(9),
    entry<user::erased>(10),
    entry<credential::password_set<stored>>(11),
    entry<credential::password_rehashed<stored>>(12),
    entry<credential::locked>(13),
    entry<credential::unlocked>(14),
    entry<client::registered>(15),
    entry<client::secret_rotated>(16),
    entry<client::redirects_changed>(17),
    entry<client::deleted>(18),
    entry<consent::given>(19),
    entry<consent::withdrawn>(20),
    entry<session::started>(21),
    entry<session::ended>(22),
    entry<grant::code_issued>(23),
    entry<grant::code_redeemed>(24),
    entry<grant::token_issued>(25),
    entry<grant::refresh_issued>(26),
    entry<grant::ended>(27),
    entry<signing_key::generated>(28),
    entry<signing_key::activated>(29),
    entry<signing_key::superseded>(30),
    entry<signing_key::retired>(31),
    entry<signing_key::revoked>(32),
    entry<refusal::recorded>(33),
    entry<refusal::closed>(34),
    entry<service_token::issued>(35),
    entry<service_token::ended>(36),
    entry<signing_key::scheduled>(37),
    entry<client::settings_changed>(38),
    entry<role::granted>(39),
    entry<role::revoked>(40),
};

static_assert(type_list.size() == boost::mp11::mp_size<all>::value,
              "every event of a noun has a number");

template <class Entries>
auto find(const Entries& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, [](const auto& entry) { return entry.name; });
  return found == entries.end() ? nullptr : &*found;
}

}

std::span<const category_entry> categories() { return category_list; }
std::span<const type_entry> types() { return type_list; }
const category_entry* find_category(std::string_view name) { return find(category_list, name); }
const type_entry* find_type(std::string_view name) { return find(type_list, name); }

decoded<boost::json::value> to_json(const record& from) {
  const auto* type = find_type(from.at().type);
  if (!type) return codec_error::unknown_type;
  auto payload = type->json(from);
  if (!payload) return payload.error();
  auto whole = muniment::to_json(from.at());
  whole.as_object().emplace("payload", std::move(*payload));
  return whole;
}

}
