# The corpus as plain tests, with any compiler: NAME_fuzz.cpp and replay_main.cpp become the test fuzz-NAME,
# which reads every file of NAME/ here.
include(${CMAKE_CURRENT_LIST_DIR}/targets.cmake)
set(mng_fuzz_folder ${CMAKE_CURRENT_LIST_DIR})

function(mng_replay_fuzz_corpus)
  file(GLOB sources CONFIGURE_DEPENDS ${mng_fuzz_folder}/*_fuzz.cpp)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name ${name})
    add_executable(mng-replay-${name} ${source} ${mng_fuzz_folder}/replay_main.cpp)
    mng_fuzz_link(mng-replay-${name})
    add_test(NAME fuzz-${name} COMMAND mng-replay-${name} ${mng_fuzz_folder}/${name})
    set_tests_properties(fuzz-${name} PROPERTIES TIMEOUT 120)
  endforeach()
endfunction()
