// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muniment::cli {

/// Whether a reply says that all that was to end has ended.
bool is_complete(const boost::json::object& reply);

/// Asks for something that ends sessions or grants until all have ended: a request has its time,
/// and does no harm when it is repeated. The last reply, with what all of them ended.
boost::json::object post_until_complete(api& at, const std::string& path);

}
