# libFuzzer targets: fuzz_<name> from tests/fuzz/<name>_fuzz.cpp, its seeds in tests/fuzz/corpus/<name>:
#   cmake -G Ninja -B build/fuzz -DMUNIMENT_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++-14
#   cmake --build build/fuzz --target fuzz_framing_guard && mkdir -p build/fuzz/found
#   build/fuzz/bin/fuzz_framing_guard -max_len=4096 -dict=tests/fuzz/framing_guard.dict \
#     build/fuzz/found tests/fuzz/corpus/framing_guard
option(MUNIMENT_FUZZ "build the libFuzzer targets" OFF)
if(NOT MUNIMENT_FUZZ)
  return()
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "MUNIMENT_FUZZ needs clang++-14, not ${CMAKE_CXX_COMPILER}")
endif()

# muniment_fuzz(<name> SOURCES <file>... LINK <library>...): the units are compiled anew, with coverage.
function(muniment_fuzz name)
  cmake_parse_arguments(fuzz "" "" "SOURCES;LINK" ${ARGN})
  add_executable(fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cpp ${fuzz_SOURCES})
  target_link_libraries(fuzz_${name} PRIVATE muniment_options ${fuzz_LINK})
  target_compile_options(fuzz_${name} PRIVATE -O1 -g1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address,undefined)
endfunction()

muniment_fuzz(framing_guard SOURCES
  ${PROJECT_SOURCE_DIR}/http/server/chunked_guard.cpp
  ${PROJECT_SOURCE_DIR}/http/server/framing_guard.cpp
  ${PROJECT_SOURCE_DIR}/http/server/framing_refusal.cpp
  ${PROJECT_SOURCE_DIR}/http/server/request_head.cpp)
