# The libraries Muniment stands on. All come from Debian 12; ops/deps installs them.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(spdlog REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(GTest REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(CURL 7.88 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(CRYPT REQUIRED IMPORTED_TARGET libxcrypt)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)

# Debian ships zxcvbn without a pkg-config file.
find_path(ZXCVBN_INCLUDE_DIR zxcvbn.h REQUIRED)
find_library(ZXCVBN_LIBRARY zxcvbn REQUIRED)
add_library(zxcvbn::zxcvbn UNKNOWN IMPORTED)
set_target_properties(zxcvbn::zxcvbn PROPERTIES
  IMPORTED_LOCATION ${ZXCVBN_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${ZXCVBN_INCLUDE_DIR})

# Debian ships CAF 0.17 without a CMake config.
find_path(CAF_INCLUDE_DIR caf/all.hpp REQUIRED)
find_library(CAF_core_LIBRARY caf_core REQUIRED)
add_library(CAF::core UNKNOWN IMPORTED)
set_target_properties(CAF::core PROPERTIES
  IMPORTED_LOCATION ${CAF_core_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${CAF_INCLUDE_DIR})
target_link_libraries(CAF::core INTERFACE Threads::Threads)

# libmsgpack-cxx-dev depends on Boost 1.74, which conflicts with 1.81: ops/deps unpacks the package
# into .deps instead of installing it.
set(MUNIMENT_DEPS_DIR ${PROJECT_SOURCE_DIR}/.deps CACHE PATH "where ops/deps unpacked packages")
find_path(MSGPACK_INCLUDE_DIR msgpack.hpp PATHS ${MUNIMENT_DEPS_DIR}/usr/include NO_DEFAULT_PATH REQUIRED)
add_library(msgpack::cxx INTERFACE IMPORTED)
target_include_directories(msgpack::cxx SYSTEM INTERFACE ${MSGPACK_INCLUDE_DIR})
target_compile_definitions(msgpack::cxx INTERFACE MSGPACK_NO_BOOST)
# GCC 12 sees msgpack's own operator new and delete of a zone as mismatched once they are inlined.
target_compile_options(msgpack::cxx INTERFACE -Wno-mismatched-new-delete)
