# The templates and the style sheet of http/pages/templates as constants in the binary. Run with -P it
# writes the .cpp; included, it names that .cpp in page_templates_cpp and keeps it younger than the
# files.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB files RELATIVE ${TEMPLATE_DIR} ${TEMPLATE_DIR}/*.mustache ${TEMPLATE_DIR}/*.css)
  list(SORT files)
  set(rows "")
  foreach(file ${files})
    file(READ ${TEMPLATE_DIR}/${file} text)
    string(APPEND rows "    {\"${file}\", R\"~page~(${text})~page~\"},\n")
  endforeach()
  file(WRITE ${OUTPUT}
    "#include \"http/pages/templates.hpp\"\n\nnamespace muniment::pages {\n\nnamespace {\n\n"
    "constexpr template_file files[] = {\n${rows}};\n\n}\n\n"
    "std::span<const template_file> template_files() { return files; }\n\n}\n")
  return()
endif()

file(GLOB page_templates CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/http/pages/templates/*.mustache ${PROJECT_SOURCE_DIR}/http/pages/templates/*.css)
set(page_templates_cpp ${PROJECT_BINARY_DIR}/generated/page_templates.cpp)
add_custom_command(
  OUTPUT ${page_templates_cpp}
  COMMAND ${CMAKE_COMMAND} -D TEMPLATE_DIR=${PROJECT_SOURCE_DIR}/http/pages/templates
          -D OUTPUT=${page_templates_cpp} -P ${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake
  DEPENDS ${page_templates} ${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake
  COMMENT "Embedding http/pages/templates"
  VERBATIM)
