// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/json.hpp"
#include "projections/checksum.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <string>
#include <vector>

namespace muniment::test {

/// What the read models must be, found out another way: a loop over exported events that knows
/// nothing of keys, folds, rows or structs, only the documented JSON, and that looks at every row
/// for every event.
class reference {
public:
  /// The next event, as `catalogue::to_json` renders it.
  void apply(const boost::json::object& event);

  /// The rows of one read model, in no order.
  [[nodiscard]] const std::vector<boost::json::object>& rows(const std::string& model) const;

private:
  std::map<std::string, std::vector<boost::json::object>> tables_;
};

/// A sentence for each row that is in one of the two and not the same in the other. `key` is the
/// name of the rows' key.
std::vector<std::string> differences(const std::vector<boost::json::object>& expected,
                                     const std::vector<boost::json::object>& actual,
                                     const std::string& key);

/// The rows of a read model as JSON.
template <projection P>
std::vector<boost::json::object> as_json(const rows_of<P>& rows) {
  std::vector<boost::json::object> all;
  for (const auto& [key, row] : rows)
    all.push_back(to_json(row).as_object());
  return all;
}

}
