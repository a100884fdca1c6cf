// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference.hpp"

#include <algorithm>

namespace muniment::test {

namespace {

namespace json = boost::json;
using table = std::vector<json::object>;

struct happening {
  const json::object& event;
  std::string_view type;
  const json::object& payload;

  [[nodiscard]] const json::value& operator[](std::string_view name) const {
    return event.at({name.data(), name.size()});
  }
};

/// Takes members of the payload over under their own names.
void copy(json::object& row, const json::object& payload,
          std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    row[{name.data(), name.size()}] = payload.at({name.data(), name.size()});
}

void set_all(json::object& row, const json::value& to,
             std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    row[{name.data(), name.size()}] = to;
}

/// Adds a row for the stream of the event, with everything its first event says.
json::object& born(table& rows, const happening& what) {
  auto& row = rows.emplace_back(what.payload);
  row["id"] = what["stream"];
  row["position"] = what["position"];
  return row;
}

/// Does something to each row about the stream of the event.
template <class Change>
void changed(table& rows, const happening& what, Change&& change) {
  for (auto& row : rows)
    if (row.at("id") == what["stream"]) {
      change(row);
      row["position"] = what["position"];
    }
}

/// Sets one member, and perhaps another to the moment, in each row of the stream.
void marked(table& rows, const happening& what, std::string_view name, const json::value& value,
            std::string_view moment = {}) {
  changed(rows, what, [&](json::object& row) {
    row[{name.data(), name.size()}] = value;
    if (!moment.empty()) row[{moment.data(), moment.size()}] = what["recorded_at"];
  });
}

void workspaces(table& rows, const happening& what) {
  if (what.type == "workspace.created") {
    auto& row = born(rows, what);
    row["key_generation"] = 1;
    row["created_at"] = what["recorded_at"];
  } else if (what.type == "workspace.slug_changed") {
    changed(rows, what, [&](auto& row) { copy(row, what.payload, {"slug", "issuer"}); });
  } else if (what.type == "workspace.keys_rolled") {
    marked(rows, what, "key_generation", what.payload.at("generation"));
  }
}

void projects(table& rows, const happening& what) {
  if (what.type == "project.created") {
    auto& row = born(rows, what);
    row["roles"] = json::array{};
    row["created_at"] = what["recorded_at"];
  } else if (what.type == "project.role_defined") {
    changed(rows, what,
            [&](auto& row) { row["roles"].as_array().push_back(what.payload.at("role")); });
  }
}

void users(table& rows, const happening& what) {
  if (what.type == "user.registered") {
    auto& row = born(rows, what);
    for (const auto* kept_elsewhere : {"user_name_digest", "email_digest", "subject_key"})
      row.erase(kept_elsewhere);
    row["phase"] = "active";
    row["registered_at"] = what["recorded_at"];
  } else if (what.type == "user.profile_changed") {
    changed(rows, what, [&](auto& row) { copy(row, what.payload, {"display_name", "locale"}); });
  } else if (what.type == "user.disabled") {
    marked(rows, what, "phase", "disabled");
  } else if (what.type == "user.enabled") {
    marked(rows, what, "phase", "active");
  } else if (what.type == "user.erased") {
    changed(rows, what, [](auto& row) {
      set_all(row, nullptr, {"user_name", "email", "display_name", "locale"});
      row["email_verified"] = false;
      row["phase"] = "erased";
    });
  }
}

void clients(table& rows, const happening& what) {
  if (what.type == "client.registered") {
    auto& row = born(rows, what);
    row["registered_at"] = what["recorded_at"];
    row["deleted_at"] = nullptr;
  } else if (what.type == "client.secret_rotated") {
    changed(rows, what, [&](auto& row) { copy(row, what.payload, {"secret_digest"}); });
  } else if (what.type == "client.redirects_changed") {
    changed(rows, what, [&](auto& row) {
      copy(row, what.payload, {"redirect_uris", "post_logout_redirect_uris", "origins"});
    });
  } else if (what.type == "client.settings_changed") {
    changed(rows, what, [&](auto& row) {
      copy(row, what.payload,
           {"name", "authentication", "grant_types", "scopes", "id_token_algorithm",
            "access_token_algorithm", "third_party"});
      if (!what.payload.at("may_introspect").is_null()) copy(row, what.payload, {"may_introspect"});
    });
  } else if (what.type == "client.deleted") {
    marked(rows, what, "secret_digest", nullptr, "deleted_at");
  }
}

void consents(table& rows, const happening& what) {
  if (what.type == "consent.given") {
    const auto same = [&](const auto& row) { return row.at("id") == what["stream"]; };
    const auto before = std::ranges::find_if(rows, same);
    const json::value last = before == rows.end() ? nullptr : before->at("last_withdrawn_at");
    std::erase_if(rows, same);
    auto& row = born(rows, what);
    row["given_at"] = what["recorded_at"];
    row["withdrawn_at"] = nullptr;
    row["last_withdrawn_at"] = last;
  } else if (what.type == "consent.withdrawn") {
    marked(rows, what, "scopes", json::array{}, "withdrawn_at");
    marked(rows, what, "scopes", json::array{}, "last_withdrawn_at");
  }
}

void sessions(table& rows, const happening& what) {
  if (what.type == "session.started") {
    auto& row = born(rows, what);
    row["started_at"] = what["recorded_at"];
    set_all(row, nullptr, {"ended_for", "ended_at"});
  } else if (what.type == "session.ended") {
    marked(rows, what, "ended_for", what.payload.at("reason"), "ended_at");
  }
}

void grants(table& rows, const happening& what) {
  if (what.type == "grant.code_issued") {
    auto& row = born(rows, what);
    for (const auto* checked_elsewhere : {"code_digest", "redirect_uri", "code_challenge"})
      row.erase(checked_elsewhere);
    row["phase"] = "code_issued";
    row["issued_at"] = what["recorded_at"];
    row["refresh_generation"] = 0;
    set_all(row, nullptr,
            {"token_id", "token_expires_at", "refresh_expires_at", "ended_for", "ended_at"});
  } else if (what.type == "grant.code_redeemed") {
    marked(rows, what, "phase", "redeemed");
  } else if (what.type == "grant.token_issued") {
    changed(rows, what, [&](auto& row) {
      row["token_id"] = what.payload.at("token_id");
      row["token_expires_at"] = what.payload.at("expires_at");
    });
  } else if (what.type == "grant.refresh_issued") {
    changed(rows, what, [&](auto& row) {
      row["refresh_generation"] = what.payload.at("generation");
      row["refresh_expires_at"] = what.payload.at("expires_at");
    });
  } else if (what.type == "grant.ended") {
    marked(rows, what, "phase", "ended");
    marked(rows, what, "ended_for", what.payload.at("reason"), "ended_at");
  }
}

void signing_keys(table& rows, const happening& what) {
  if (what.type == "signing_key.generated") {
    auto& row = born(rows, what);
    row["phase"] = "next";
    row["generated_at"] = what["recorded_at"];
    set_all(row, nullptr,
            {"activates_at", "activated_at", "superseded_at", "retires_at", "retired_at",
             "revoked_at"});
  } else if (what.type == "signing_key.scheduled") {
    marked(rows, what, "activates_at", what.payload.at("activates_at"));
  } else if (what.type == "signing_key.activated") {
    marked(rows, what, "phase", "active", "activated_at");
  } else if (what.type == "signing_key.superseded") {
    marked(rows, what, "phase", "retiring", "superseded_at");
    marked(rows, what, "retires_at", what.payload.at("retires_at"));
  } else if (what.type == "signing_key.retired") {
    marked(rows, what, "phase", "retired", "retired_at");
  } else if (what.type == "signing_key.revoked") {
    marked(rows, what, "phase", "revoked", "revoked_at");
  }
}

void roles(table& rows, const happening& what) {
  if (what.type == "role.granted") {
    std::erase_if(rows, [&](const auto& row) { return row.at("id") == what["stream"]; });
    auto& row = born(rows, what);
    row["granted_at"] = what["recorded_at"];
    row["revoked_at"] = nullptr;
  } else if (what.type == "role.revoked") {
    marked(rows, what, "revoked_at", what["recorded_at"]);
  }
}

void audit(table& rows, const happening& what) {
  auto& row = rows.emplace_back();
  copy(row, what.event,
       {"position", "recorded_at", "subject", "category", "type", "stream", "version", "outcome",
        "command", "correlation", "access"});
  const auto& actor = what["actor"].as_object();
  row["actor"] = actor.at("kind");
  row["actor_id"] = actor.at("id");
}

}

void reference::apply(const json::object& event) {
  const auto& type = event.at("type").as_string();
  const happening what{event, {type.data(), type.size()}, event.at("payload").as_object()};
  workspaces(tables_["workspaces"], what);
  projects(tables_["projects"], what);
  users(tables_["users"], what);
  clients(tables_["clients"], what);
  consents(tables_["consents"], what);
  sessions(tables_["sessions"], what);
  grants(tables_["grants"], what);
  signing_keys(tables_["signing_keys"], what);
  roles(tables_["roles"], what);
  audit(tables_["audit"], what);
}

const table& reference::rows(const std::string& model) const { return tables_.at(model); }

std::vector<std::string> differences(const table& expected, const table& actual,
                                     const std::string& key) {
  std::map<std::string, std::pair<const json::object*, const json::object*>> pairs;
  for (const auto& row : expected)
    pairs[json::serialize(row.at(key))].first = &row;
  for (const auto& row : actual)
    pairs[json::serialize(row.at(key))].second = &row;
  const auto text = [](const json::object* row) {
    return row ? json::serialize(*row) : std::string{"nothing"};
  };
  std::vector<std::string> found;
  for (const auto& [id, both] : pairs)
    if (!both.first || !both.second || *both.first != *both.second)
      found.push_back(id + ": expected " + text(both.first) + ", got " + text(both.second));
  return found;
}

}
