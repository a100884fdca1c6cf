// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <prometheus/collectable.h>

#include <memory>

namespace muniment::oidc {
class login_throttle;
}

namespace muniment::http {

/// How many logins were turned away, and by which count: muniment_logins_delayed_total. `book`
/// outlives it. Any thread.
std::shared_ptr<prometheus::Collectable> make_login_metrics(const oidc::login_throttle& book);

}
