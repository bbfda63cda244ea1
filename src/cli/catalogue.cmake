add_library(mng_cli_catalogue STATIC
  aws.cpp catalogue.cpp catalogue_find.cpp catalogue_show.cpp catalogue_update.cpp child.cpp columns.cpp)
target_link_libraries(mng_cli_catalogue PUBLIC mng_cli_selection mng_catalogue_text
  PRIVATE mng_fmt nlohmann_json::nlohmann_json)

add_executable(mng-catalogue mng_catalogue.cpp)
target_link_libraries(mng-catalogue PRIVATE mng_cli_catalogue)
if(BUILD_TESTING)
  add_test(NAME mng-catalogue-status COMMAND mng-catalogue status)
endif()
