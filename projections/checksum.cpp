// SPDX-License-Identifier: Apache-2.0
#include "projections/checksum.hpp"

namespace muniment {

row_checksum::row_checksum(std::string_view name) { digest_.update(pack(std::string{name})); }

// A packed row tells its own length, so rows cannot run into one another.
void row_checksum::add(bytes_view packed_row) { digest_.update(packed_row); }

crypto::hash row_checksum::finish() { return digest_.finish(); }

}
