// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace muniment::openapi {

/// A JSON value as YAML 1.2 in block style, members in their order. A text stands in quotes unless
/// it is a word that YAML reads as nothing else. Pure.
std::string to_yaml(const boost::json::value& value);

}
