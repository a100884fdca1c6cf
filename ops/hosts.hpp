// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/host.hpp"
#include "ops/settings.hpp"
#include "storage/issuer_survey.hpp"

#include <boost/system/result.hpp>

#include <string>

/// The hosts of a deployment as its settings have them; server and `doctor` ask here alike. Pure.
namespace muniment::ops {

/// What tells the hosts apart, or a sentence saying which setting cannot be and why.
boost::system::result<http::host_router, std::string> host_router_of(const settings& values);

/// The host of the control plane, whatever pattern workspaces have.
std::string control_host(const settings& values);

/// The origin of a host, with the public port unless it is 443.
std::string origin_of(const settings& values, const std::string& host);

/// Which issuers workspaces are given, told to the database; `hosts` are those of `values`. Not
/// that of `system`, which the server sees to at every start.
storage::issuer_rule issuers_of(const settings& values, const http::host_router& hosts);

}
