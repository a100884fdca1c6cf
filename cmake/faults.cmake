# Kills and cuts: what can be proven in one process, the process that is killed, the driver of the rounds.
file(GLOB fault_tests CONFIGURE_DEPENDS tests/faults/*_test.cpp)
muniment_tests(faults SOURCES ${fault_tests}
  LINK muniment_actors_runtime muniment_projections_runtime muniment_test_support)

file(GLOB host_sources CONFIGURE_DEPENDS tests/faults/host/*.cpp)
add_executable(journal_host ${host_sources})
target_link_libraries(journal_host PRIVATE muniment_actors_runtime)

# The driver writes what the host reads.
file(GLOB round_sources CONFIGURE_DEPENDS tests/faults/rounds/*.cpp)
add_executable(kill_rounds ${round_sources} tests/faults/host/settings.cpp tests/faults/host/wish.cpp)
target_link_libraries(kill_rounds PRIVATE muniment_test_support CLI11::CLI11)
