# How a room is built: one static library per room, one test binary per room.

add_library(muniment_options INTERFACE)
target_compile_features(muniment_options INTERFACE cxx_std_20)
target_compile_options(muniment_options INTERFACE -Wall -Wextra -Werror -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 at -O2 believes that emplace() into an empty std::optional reads it, and that a string can
  # overlap itself when it is joined to a literal (PR 105651). The sanitizers look for real ones.
  target_compile_options(muniment_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
target_compile_definitions(muniment_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED)
target_include_directories(muniment_options INTERFACE ${PROJECT_SOURCE_DIR})
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_definitions(muniment_options INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(muniment_options INTERFACE -Wl,-z,relro,-z,now)
endif()
set(MUNIMENT_SANITIZE "" CACHE STRING "address,undefined or thread")
if(MUNIMENT_SANITIZE)
  # CAF's spawn of a function without arguments dereferences a null tuple, harmlessly: -fno-sanitize=null.
  target_compile_options(muniment_options INTERFACE
    -fsanitize=${MUNIMENT_SANITIZE} -fno-sanitize=null -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(muniment_options INTERFACE -fsanitize=${MUNIMENT_SANITIZE} -fno-sanitize=null)
endif()

add_library(muniment_test_options INTERFACE)
target_compile_options(muniment_test_options INTERFACE
  $<$<CONFIG:Release>:-O0> $<$<CONFIG:Release>:-U_FORTIFY_SOURCE>) # which wants optimisation
if(MUNIMENT_SANITIZE)
  target_compile_options(muniment_test_options INTERFACE -O0)
endif()

# muniment_room(<name> SOURCES <file>... [BATCHED <file>...] LINK <library>... [PRIVATE_LINK <library>...]):
# library muniment_<name>; a private library is not seen by whoever uses the room.
# Batches are small, so that whoever changed one file waits for a few seconds more.
function(muniment_room name)
  cmake_parse_arguments(room "" "" "SOURCES;BATCHED;LINK;PRIVATE_LINK" ${ARGN})
  if(room_SOURCES OR room_BATCHED)
    add_library(muniment_${name} STATIC ${room_SOURCES})
    target_link_libraries(muniment_${name}
      PUBLIC muniment_options ${room_LINK} PRIVATE ${room_PRIVATE_LINK})
    if(room_BATCHED)
      muniment_compile_batched(muniment_${name} 4 ${room_BATCHED})
    endif()
  else()
    add_library(muniment_${name} INTERFACE)
    target_link_libraries(muniment_${name} INTERFACE muniment_options ${room_LINK})
  endif()
endfunction()

# What ccache needs to see through a precompiled header; and GCC 12 takes what was precompiled for ours,
# and sees strings of the standard library overrun that do not (PR 105329).
function(muniment_allow_precompiled target)
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>)
endfunction()

# muniment_precompile(<target> <header>...): parsed once for all files of a target. For headers that
# most of them include anyway: a change of one compiles them all. Ours are included by their names in
# quotes, as everywhere; CMake would write where the checkout is, by which ccache does not know them again
# in another work tree.
function(muniment_precompile target)
  list(TRANSFORM ARGN REPLACE "^([^<].*)$" "\"\\1\"" OUTPUT_VARIABLE headers)
  target_precompile_headers(${target} PRIVATE ${headers})
  muniment_allow_precompiled(${target})
endfunction()

# Tests are compiled more often than run: no optimisation, and GoogleTest's header parsed once. An
# executable's objects are position independent in another way than a library's (-fPIE, -fPIC),
# and a precompiled header is good for one way only.
add_library(muniment_test_headers OBJECT ${CMAKE_CURRENT_LIST_DIR}/test_headers.cpp)
target_link_libraries(muniment_test_headers PRIVATE muniment_options muniment_test_options GTest::gtest)
set_target_properties(muniment_test_headers PROPERTIES POSITION_INDEPENDENT_CODE OFF)
target_compile_options(muniment_test_headers PRIVATE -fPIE)
muniment_precompile(muniment_test_headers <gtest/gtest.h>)

# Where the checkout is stands in one unit: in the command line of all tests it would keep ccache from
# knowing them again in another work tree.
add_library(muniment_test_places STATIC ${PROJECT_SOURCE_DIR}/tests/support/places.cpp)
target_link_libraries(muniment_test_places PRIVATE muniment_options muniment_test_options)
target_compile_definitions(muniment_test_places PRIVATE
  MUNIMENT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" MUNIMENT_BINARY_DIR="${PROJECT_BINARY_DIR}")

# muniment_tests(<name> SOURCES <file>... LINK <library>... [PRECOMPILE <header>...] [BATCHED]): the
# gtest binary test_<name>. Headers of its own are precompiled together with GoogleTest's.
function(muniment_tests name)
  cmake_parse_arguments(room "BATCHED" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
  if(NOT room_SOURCES)
    return()
  endif()
  if(room_BATCHED)
    add_executable(test_${name})
    muniment_compile_batched(test_${name} 8 ${room_SOURCES})
  else()
    add_executable(test_${name} ${room_SOURCES})
  endif()
  set(main GTest::gtest_main)
  if("muniment_test_support" IN_LIST room_LINK)
    set(main muniment_test_main)
  endif()
  target_link_libraries(test_${name} PRIVATE
    muniment_options muniment_test_options ${room_LINK} ${main} muniment_test_places GTest::gtest)
  if(room_PRECOMPILE)
    muniment_precompile(test_${name} <gtest/gtest.h> ${room_PRECOMPILE})
  else()
    target_precompile_headers(test_${name} REUSE_FROM muniment_test_headers)
    muniment_allow_precompiled(test_${name})
  endif()
  set_property(GLOBAL APPEND PROPERTY MUNIMENT_TEST_BINARIES test_${name})
endfunction()
