// SPDX-License-Identifier: Apache-2.0
#include "projections/users.hpp"

namespace muniment::users {

namespace {

void apply(row& user, const envelope& at, const user::registered<stored>& e) {
  user.id = at.stream;
  user.user_name = e.user_name;
  user.email = e.email;
  user.email_verified = e.email_verified;
  user.display_name = e.display_name;
  user.locale = e.locale;
  user.registered_at = at.recorded_at;
}

void apply(row& user, const envelope&, const user::profile_changed<stored>& e) {
  user.display_name = e.display_name;
  user.locale = e.locale;
}

void apply(row& user, const envelope&, const user::disabled&) { user.phase = phase::disabled; }

void apply(row& user, const envelope&, const user::enabled&) { user.phase = phase::active; }

void apply(row& user, const envelope&, const user::erased&) {
  row left;
  left.id = user.id;
  left.phase = phase::erased;
  left.registered_at = user.registered_at;
  user = std::move(left);
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
