// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/data_directory.hpp"

#include <cstdlib>
#include <unistd.h>

namespace muniment::cli {

namespace fs = std::filesystem;

fs::path default_data_directory() {
  if (::geteuid() == 0) return "/var/lib/muniment";
  if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
    return fs::path(data) / "muniment";
  const char* home = std::getenv("HOME");
  return home && *home ? fs::path(home) / ".local/share/muniment" : fs::path("muniment-data");
}

}
