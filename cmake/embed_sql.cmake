# The SQL files of storage/schema as constants in the binary. Run with -P it writes the .cpp;
# included, it adds that .cpp to muniment_storage and keeps it younger than the files.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB_RECURSE files RELATIVE ${SCHEMA_DIR} ${SCHEMA_DIR}/*.sql)
  list(SORT files)
  set(rows "")
  foreach(file ${files})
    file(READ ${SCHEMA_DIR}/${file} text)
    string(REGEX REPLACE "\\.sql$" "" path ${file})
    string(APPEND rows "    {\"${path}\", R\"~sql~(${text})~sql~\"},\n")
  endforeach()
  file(WRITE ${OUTPUT}
    "#include \"storage/schema.hpp\"\n\nnamespace muniment::storage {\n\nnamespace {\n\n"
    "constexpr schema_file files[] = {\n${rows}};\n\n}\n\n"
    "std::span<const schema_file> schema_files() { return files; }\n\n}\n")
  return()
endif()

file(GLOB_RECURSE schema_sql CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/storage/schema/*.sql)
set(schema_cpp ${PROJECT_BINARY_DIR}/generated/schema_files.cpp)
add_custom_command(
  OUTPUT ${schema_cpp}
  COMMAND ${CMAKE_COMMAND} -D SCHEMA_DIR=${PROJECT_SOURCE_DIR}/storage/schema -D OUTPUT=${schema_cpp}
          -P ${PROJECT_SOURCE_DIR}/cmake/embed_sql.cmake
  DEPENDS ${schema_sql} ${PROJECT_SOURCE_DIR}/cmake/embed_sql.cmake
  COMMENT "Embedding storage/schema"
  VERBATIM)
target_sources(muniment_storage PRIVATE ${schema_cpp})
