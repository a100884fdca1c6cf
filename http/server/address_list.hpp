// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muniment::http {

/// The IP addresses between commas, in their order; else a sentence naming what is none, or twice
/// there, or that there is none at all.
boost::system::result<std::vector<std::string>, std::string> address_list(std::string_view text);

}
