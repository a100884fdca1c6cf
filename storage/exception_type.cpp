// SPDX-License-Identifier: Apache-2.0
#include "storage/exception_type.hpp"

#include <boost/core/demangle.hpp>

#include <typeinfo>

namespace muniment::storage {

std::string type_of(const std::exception& thrown) {
  return boost::core::demangle(typeid(thrown).name());
}

}
