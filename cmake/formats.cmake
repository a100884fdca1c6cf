# What of storage is pure, or knows files alone: the key tree with its store and dumps, the sealing of
# records, and the forms of names, rows and tiles. A library of its own, so that its tests build in
# seconds, under the sanitizers too.
set(tested_formats
  dsn era_file failure key_changes key_dump key_file_names key_keeper key_store key_store_survey key_tree
  key_wrapping keyring keyring_roll schema_name sealer stored_tile)
# Proven by the tests of those above, and of those who read a database.
set(other_formats directory_lock durable_file journal_part key_staging keyring_secrets lookup_keys)

list(TRANSFORM tested_formats REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/tests/storage/\\1_test.cpp"
  OUTPUT_VARIABLE storage_formats_tests)
list(TRANSFORM tested_formats REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/storage/\\1.cpp")
list(TRANSFORM other_formats REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/storage/\\1.cpp")
set(storage_formats_sources ${tested_formats} ${other_formats})
muniment_room(storage_formats BATCHED ${storage_formats_sources} LINK muniment_events PostgreSQL::PostgreSQL)
