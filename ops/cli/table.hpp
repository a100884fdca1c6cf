// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::cli {

/// A column of a table: its heading, and the member it shows; `actor.kind` is a member of a member.
struct column {
  std::string heading;
  std::string member;
  std::size_t usual = 0; ///< how wide it is where rows come one by one
};

/// A value as a person reads it: texts as they are without control characters, a list by commas,
/// nothing for null.
std::string readable(const boost::json::value& value);

/// The member of that name, or of a member, as a person reads it.
std::string readable_member(const boost::json::object& item, std::string_view path);

/// Rows, columns two spaces apart and as wide as what is in them; the widest ones are cut with `…`
/// where a line would be longer than `width` (0: nothing is cut). `widths` keeps how wide each is,
/// for the rows that come next: a column only grows. While it is empty headings stand above, which
/// `paint` makes bold. Pure.
std::string render_table(const std::vector<column>& columns,
                         const std::vector<boost::json::object>& items,
                         std::vector<std::size_t>& widths, std::size_t width, bool paint = false);

/// One row of those that come one by one: columns as wide as is usual for them, narrowed as above;
/// a longer value stands whole where there is no width. Null: the headings. Pure.
std::string render_row(const std::vector<column>& columns, const boost::json::object* item,
                       std::size_t width, bool paint = false);

/// `name   value` lines of one thing, in the order of its members, without empty ones; a value goes
/// on below itself where a line would be longer than `width` (0: it does not). Pure.
std::string render_thing(const boost::json::object& thing, std::size_t width = 0,
                         bool paint = false);

/// The line that says of which moment an answer about the past is. Pure.
std::string render_as_of(const boost::json::object& as_of);

/// Throws storage::startup_error once standard output cannot be written: what was shown would be
/// lost unseen.
void demand_output();

/// What a subcommand that reads was asked to show: JSON, or a table of these columns. However much
/// there is, it holds a page at most.
class listing {
public:
  listing(bool json, std::vector<column> columns) : json_{json}, columns_{std::move(columns)} {}

  /// Says of which moment all of it is, on a line of its own in front; JSON: `{"as_of": …}`.
  /// Nothing for null. Throws as `demand_output`.
  void stands_for(const boost::json::object* as_of);
  /// JSON goes out at once, a line an item; rows of a table a page at a time. Throws as
  /// `demand_output`.
  void add(const boost::json::object& item);
  /// The rest, or a sentence that there is nothing.
  void finish();

private:
  void show_rows();

  bool json_;
  std::vector<column> columns_;
  std::vector<boost::json::object> items_; ///< not shown yet
  std::vector<std::size_t> widths_;        ///< of the columns, once there are some
};

/// The same of what is shown as it comes: each row at once, the headings before the first.
class following {
public:
  following(bool json, std::vector<column> columns) : json_{json}, columns_{std::move(columns)} {}
  void add(const boost::json::object& item);

private:
  bool json_;
  bool begun_ = false;
  std::vector<column> columns_;
};

/// One thing, as JSON or as lines; a member `as_of` of lines stands in front of them in words.
void show(const boost::json::object& thing, bool json);

}
