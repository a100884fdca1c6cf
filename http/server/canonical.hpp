// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/host.hpp"
#include "http/server/message.hpp"

#include <optional>
#include <string_view>

namespace muniment::http {

/// A workspace may answer at more than one host, but is known by one: its issuer's. Whoever reads
/// at another, as a person does who types the base domain, is sent to the same place there (308),
/// where Origin and cookies agree with it. Nothing where the host is the issuer's, or for any other
/// method: what a client sends is not to be sent twice.
std::optional<response> moved_to_issuer(const request& asked, std::string_view issuer);

/// Whether the hosts lead who asks at the issuer's to the workspace of that slug. An issuer is
/// older than settings that were changed since: its host may be another workspace's by now, or
/// nobody's, and nobody is to be sent there.
bool leads_to(const host_router& hosts, std::string_view issuer, const std::string& slug);

}
