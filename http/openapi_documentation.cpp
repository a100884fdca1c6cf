// SPDX-License-Identifier: Apache-2.0
#include "http/openapi_documentation.hpp"

#include "http/admin/routes.hpp"
#include "http/control/endpoints.hpp"
#include "http/oidc/chapter.hpp"
#include "http/openapi/document.hpp"
#include "http/operations/operations.hpp"

namespace muniment::http {

std::vector<openapi::chapter> told_chapters() {
  return {oidc::told_routes(), admin_chapter(), control_chapter(), operations_chapter()};
}

std::string openapi_page() { return openapi::page(told_chapters()); }

}
