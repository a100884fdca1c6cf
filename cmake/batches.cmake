# Most of what a file costs the compiler is what its neighbours cost too: the templates that their headers
# ask for. Off in the `dev` preset, where one file is compiled again and again, and where each file shows
# that it stands alone.
option(MUNIMENT_BATCHED "compile the files of some rooms, and of most tests, several at a time" ON)

# muniment_batches(<variable> <target> <size> <file>...): sets the variable to units of the target that
# include so many of the files each; they share their unnamed namespace. CMake's own unity build names
# files by absolute paths, by which ccache does not know them again in another work tree.
function(muniment_batches variable target size)
  set(units "")
  list(LENGTH ARGN count)
  math(EXPR last "${count} - 1")
  foreach(first RANGE 0 ${last} ${size})
    list(SUBLIST ARGN ${first} ${size} files)
    set(text "")
    foreach(file IN LISTS files)
      cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
      string(APPEND text "#include \"${file}\"\n")
    endforeach()
    set(unit ${PROJECT_BINARY_DIR}/batches/${target}/${first}.cpp)
    file(CONFIGURE OUTPUT ${unit} CONTENT "${text}" @ONLY)
    list(APPEND units ${unit})
  endforeach()
  set(${variable} ${units} PARENT_SCOPE)
endfunction()

# muniment_compile_batched(<target> <size> <file>...): gives a target these files, batched if they shall be.
function(muniment_compile_batched target size)
  if(NOT MUNIMENT_BATCHED)
    target_sources(${target} PRIVATE ${ARGN})
    return()
  endif()
  muniment_batches(units ${target} ${size} ${ARGN})
  target_sources(${target} PRIVATE ${units})
  # What GCC takes the files of a batch for: headers, whose types several units would share.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
