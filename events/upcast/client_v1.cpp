// SPDX-License-Identifier: Apache-2.0
#include "events/upcast/client_v1.hpp"

#include "events/client.hpp"

namespace muniment {

client::registered previous<client::registered>::upcast(type from) {
  return {std::move(from.client_id),
          from.project,
          std::move(from.name),
          from.kind,
          from.authentication,
          std::move(from.secret_digest),
          std::move(from.redirect_uris),
          std::move(from.post_logout_redirect_uris),
          std::move(from.origins),
          std::move(from.grant_types),
          std::move(from.scopes),
          std::move(from.id_token_algorithm),
          std::move(from.access_token_algorithm),
          from.pkce_required,
          from.third_party,
          false};
}

client::settings_changed previous<client::settings_changed>::upcast(type from) {
  return {std::move(from.name),
          from.authentication,
          std::move(from.grant_types),
          std::move(from.scopes),
          std::move(from.id_token_algorithm),
          std::move(from.access_token_algorithm),
          from.third_party,
          std::nullopt};
}

}
