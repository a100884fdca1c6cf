// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/standing.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using grant::grant_end;
using session::session_end;
using test::noon;

TEST(still_allowed, is_what_the_client_may_still_have) {
  clients::row client;
  client.scopes = {"openid", "email"};
  const std::vector<std::string> granted{"openid", "admin:write", "email"};
  EXPECT_EQ(still_allowed(granted, client), (std::vector<std::string>{"openid", "email"}));
  client.scopes.clear();
  EXPECT_TRUE(still_allowed(granted, client).empty());
}

/// A grant and all that it hangs on.
struct family {
  grants::row grant;
  users::row user;
  clients::row client;
  sessions::row session;
  consents::row consent;
  grant_parents parents{&user, &client, &session, &consent};

  explicit family(bool offline = false) {
    grant.phase = grants::phase::redeemed;
    grant.scopes = {"openid"};
    if (offline) grant.scopes.emplace_back("offline_access");
    grant.issued_at = noon - 1h;
    grant.expires_at = noon + 1h;
    session.expires_at = noon + 1h;
    consent.given_at = noon - 2h;
  }
  family(const family&) = delete;

  std::optional<grant_end> over() const { return why_over(grant, parents, noon); }
};

struct happening {
  const char* name;
  std::function<void(family&)> change;
  std::optional<grant_end> online, offline;
};

void end_session(family& all, session_end why) {
  all.session.ended_at = noon;
  all.session.ended_for = why;
}

void withdraw(family& all, instant when) {
  all.consent.withdrawn_at = all.consent.last_withdrawn_at = when;
}

void give_anew(family& all, instant when) {
  all.consent.withdrawn_at.reset();
  all.consent.given_at = when;
}

const std::vector<happening> happenings{
    {"nothing", [](family&) {}, {}, {}},
    {"a code that is out",
     [](family& all) { all.grant.phase = grants::phase::code_issued; },
     {},
     {}},
    {"its own end",
     [](family& all) {
       all.grant.phase = grants::phase::ended;
       all.grant.ended_for = grant_end::refresh_replayed;
     },
     grant_end::refresh_replayed, grant_end::refresh_replayed},
    {"its time", [](family& all) { all.grant.expires_at = noon; }, grant_end::expired,
     grant_end::expired},
    {"no user", [](family& all) { all.parents.user = nullptr; }, grant_end::user_erased,
     grant_end::user_erased},
    {"an erased user", [](family& all) { all.user.phase = users::phase::erased; },
     grant_end::user_erased, grant_end::user_erased},
    {"a disabled user", [](family& all) { all.user.phase = users::phase::disabled; },
     grant_end::user_disabled, grant_end::user_disabled},
    {"no client", [](family& all) { all.parents.client = nullptr; }, grant_end::client_deleted,
     grant_end::client_deleted},
    {"a deleted client", [](family& all) { all.client.deleted_at = noon; },
     grant_end::client_deleted, grant_end::client_deleted},
    {"no session",
     [](family& all) { all.parents.session = nullptr; },
     grant_end::session_ended,
     {}},
    {"a session that ran out",
     [](family& all) { all.session.expires_at = noon; },
     grant_end::session_ended,
     {}},
    {"a session that was said to have run out",
     [](family& all) { end_session(all, session_end::expired); },
     grant_end::session_ended,
     {}},
    {"another login",
     [](family& all) { end_session(all, session_end::replaced); },
     grant_end::session_ended,
     {}},
    {"a logout", [](family& all) { end_session(all, session_end::logout); },
     grant_end::session_ended, grant_end::session_ended},
    {"a session that an operator ended",
     [](family& all) { end_session(all, session_end::revoked); }, grant_end::session_ended,
     grant_end::session_ended},
    {"a consent taken back, of a first party", [](family& all) { withdraw(all, noon); }, {}, {}},
    {"a consent taken back, of a third party",
     [](family& all) {
       all.client.third_party = true;
       withdraw(all, noon);
     },
     grant_end::revoked, grant_end::revoked},
    {"a consent taken back while its code was on the way",
     [](family& all) {
       all.client.third_party = true;
       withdraw(all, all.grant.issued_at - 1ms);
     },
     grant_end::revoked, grant_end::revoked},
    {"a consent taken back and given anew before it was granted",
     [](family& all) {
       all.client.third_party = true;
       withdraw(all, noon - 2h);
       give_anew(all, noon - 90min);
     },
     {},
     {}},
    {"a consent taken back and given anew since",
     [](family& all) {
       all.client.third_party = true;
       withdraw(all, noon - 30min);
       give_anew(all, noon - 10min);
     },
     grant_end::revoked, grant_end::revoked},
    {"a client that became a third party, without a consent on record",
     [](family& all) {
       all.client.third_party = true;
       all.parents.consent = nullptr;
     },
     {},
     {}},
};

TEST(standing, of_a_grant_hangs_on_all_around_it) {
  for (const auto& each : happenings) {
    family online, offline{true};
    each.change(online);
    each.change(offline);
    EXPECT_EQ(online.over(), each.online) << each.name;
    EXPECT_EQ(offline.over(), each.offline) << each.name << ", offline";
  }
}

}
}
