# What of http/ and ops/ is pure: parsers and tables over bytes, without CAF, SQL or sockets. They form
# libraries of their own, so that their tests and fuzz targets build in seconds.

# Each pure unit is tests/<path>_test.cpp away from its proof.
function(muniment_pure_units variable)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE units)
  list(TRANSFORM ARGN REPLACE "^(.+)\\.cpp$" "${PROJECT_SOURCE_DIR}/tests/\\1_test.cpp" OUTPUT_VARIABLE tests)
  set(${variable}_sources ${units} PARENT_SCOPE)
  set(${variable}_tests ${tests} PARENT_SCOPE)
endfunction()

muniment_pure_units(http_front
  http/server/address_list.cpp
  http/server/challenge.cpp
  http/server/chunked_guard.cpp
  http/server/cookies.cpp
  http/server/entity_tag.cpp
  http/server/form.cpp
  http/server/forwarded.cpp
  http/server/framing_guard.cpp
  http/server/framing_refusal.cpp
  http/server/host.cpp
  http/server/json_body.cpp
  http/server/problem.cpp
  http/server/request_head.cpp
  http/server/routes.cpp
  http/server/slug.cpp
  http/server/traceparent.cpp
  http/server/unicode.cpp
  http/server/uri.cpp
  http/server/utf8.cpp
  http/oidc/pkce.cpp
  http/oidc/redirect_uri.cpp)
muniment_room(http_front BATCHED ${http_front_sources}
  LINK muniment_crypto Boost::json PRIVATE_LINK PkgConfig::UTF8PROC)
muniment_tests(http_front BATCHED SOURCES ${http_front_tests} LINK muniment_http_front)

# The registers of what HTTP answers when it does not do what was asked, and docs/errors.md.
muniment_pure_units(http_errors
  http/admin/refusal_problem.cpp
  http/errors_documentation.cpp
  http/oidc/oauth_errors.cpp
  http/server/problems.cpp)
muniment_room(http_errors BATCHED ${http_errors_sources} LINK muniment_http_front muniment_actors)
muniment_tests(http_errors BATCHED SOURCES ${http_errors_tests} LINK muniment_http_errors)

# What reads requests from the network, and the queries and bodies of our own APIs.
muniment_pure_units(http_requests
  http/admin/list_query.cpp
  http/admin/sent_json.cpp
  http/server/message.cpp
  http/server/request_reader.cpp)
muniment_room(http_requests BATCHED ${http_requests_sources} LINK muniment_http_errors)
muniment_tests(http_requests BATCHED SOURCES ${http_requests_tests} LINK muniment_http_requests)

# What may be a password.
muniment_pure_units(http_passwords
  http/passwords/breached.cpp
  http/passwords/guesses.cpp
  http/passwords/normal_form.cpp
  http/passwords/rules.cpp)
muniment_room(http_passwords BATCHED ${http_passwords_sources}
  LINK muniment_http_errors zxcvbn::zxcvbn)
muniment_tests(http_passwords BATCHED SOURCES ${http_passwords_tests}
  LINK muniment_http_passwords muniment_pure_test_support)

# What the APIs say of themselves: what becomes docs/openapi.yaml.
muniment_pure_units(http_openapi
  http/openapi/document.cpp
  http/openapi/failures.cpp
  http/openapi/operation.cpp
  http/openapi/sentences.cpp
  http/openapi/yaml.cpp)
muniment_room(http_openapi BATCHED ${http_openapi_sources} LINK muniment_http_errors)
target_compile_definitions(muniment_http_openapi PRIVATE MUNIMENT_VERSION="${PROJECT_VERSION}")
muniment_tests(http_openapi BATCHED SOURCES ${http_openapi_tests} LINK muniment_http_openapi)

# The protocol as tables and builders, and the pages: pure too, over the values of the rooms below.
include(cmake/embed_pages.cmake)
muniment_pure_units(http_oidc
  http/oidc/authorization_code.cpp
  http/oidc/authorization_request.cpp
  http/oidc/authorization_response.cpp
  http/oidc/authorize_steps.cpp
  http/oidc/bearer.cpp
  http/oidc/chapter.cpp
  http/oidc/claims.cpp
  http/oidc/client_authentication.cpp
  http/oidc/client_credentials.cpp
  http/oidc/code_exchange.cpp
  http/oidc/consent_scopes.cpp
  http/oidc/form_token.cpp
  http/oidc/interaction.cpp
  http/oidc/introspection.cpp
  http/oidc/login_attempts.cpp
  http/oidc/login_check.cpp
  http/oidc/login_throttle.cpp
  http/oidc/logout_request.cpp
  http/oidc/metadata.cpp
  http/oidc/new_password.cpp
  http/oidc/password_ticket.cpp
  http/oidc/pending_login.cpp
  http/oidc/refresh_exchange.cpp
  http/oidc/refresh_token.cpp
  http/oidc/refusal_stream.cpp
  http/oidc/service_token.cpp
  http/oidc/session_cookie.cpp
  http/oidc/standing.cpp
  http/oidc/throttle.cpp
  http/oidc/throttle_table.cpp
  http/oidc/user_name.cpp
  http/oidc/words.cpp
  http/pages/pages.cpp)
muniment_room(http_oidc SOURCES ${page_templates_cpp} BATCHED ${http_oidc_sources}
  LINK muniment_http_openapi muniment_http_passwords muniment_projections)
muniment_tests(http_oidc BATCHED SOURCES ${http_oidc_tests} LINK muniment_http_oidc)
# What people read about it, made from the descriptions of the rooms below.
muniment_pure_units(http_documents
  http/personal_data.cpp
  http/personal_data_documentation.cpp)
muniment_room(http_documents BATCHED ${http_documents_sources} LINK muniment_actors muniment_projections)
muniment_tests(http_documents BATCHED SOURCES ${http_documents_tests} LINK muniment_http_documents)

# The root builds the rest of http/ and its tests from what is left.
foreach(part errors requests passwords openapi oidc documents)
  list(APPEND http_front_sources ${http_${part}_sources})
  list(APPEND http_front_tests ${http_${part}_tests})
endforeach()

muniment_pure_units(settings
  ops/hosts.cpp
  ops/settings.cpp
  ops/settings_documentation.cpp
  ops/settings_sources.cpp
  ops/settings_table.cpp)
muniment_room(settings BATCHED ${settings_sources} LINK muniment_http_front tomlplusplus::tomlplusplus)
muniment_tests(settings BATCHED SOURCES ${settings_tests} LINK muniment_settings)
