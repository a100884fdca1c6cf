// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace muniment::cli {

/// Where `muniment up` keeps everything unless told otherwise: `/var/lib/muniment` for root, else
/// below $XDG_DATA_HOME or ~/.local/share.
std::filesystem::path default_data_directory();

}
