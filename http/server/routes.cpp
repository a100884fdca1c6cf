// SPDX-License-Identifier: Apache-2.0
#include "http/server/routes.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace muniment::http {
namespace {

/// Cuts the first segment off; a path is '/' and a segment, again and again.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const auto segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty())
    if (const auto segment = take_segment(path); segment == "." || segment == "..") return true;
  return false;
}

bool is_name(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

int vagueness_of(std::string_view pattern) {
  if (pattern.ends_with("/*")) return 2;
  return pattern.find('{') == std::string_view::npos ? 0 : 1;
}

bool lists(const std::vector<std::string>& methods, std::string_view method) {
  return std::ranges::find(methods, method) != methods.end();
}

/// HEAD is to change nothing (RFC 9110 section 9.2.1).
bool heads_by_get(const route_name& name) {
  return lists(name.methods, "GET") && !lists(name.methods, "HEAD") && !name.acts_on_get;
}

std::string joined(const std::set<std::string>& methods) {
  std::string all;
  for (const auto& each : methods)
    all.append(all.empty() ? "" : ", ").append(each);
  return all;
}

}

std::optional<std::vector<capture>> fit(std::string_view pattern, std::string_view path) {
  std::vector<capture> captures;
  if (pattern == path) return captures;
  if (!path.starts_with('/') || has_dot_segment(path)) return {};
  while (!pattern.empty() && !path.empty()) {
    if (pattern == "/*") return captures;
    const auto wanted = take_segment(pattern);
    const auto segment = take_segment(path);
    if (is_name(wanted) && !segment.empty())
      captures.push_back({wanted.substr(1, wanted.size() - 2), segment});
    else if (wanted != segment || is_name(wanted))
      return {};
  }
  if (!pattern.empty() || !path.empty()) return {};
  return captures;
}

routes::routes(std::vector<route_name> table) {
  for (auto& each : table) {
    const auto vagueness = vagueness_of(each.path);
    rows_.push_back({std::move(each), rows_.size(), vagueness});
  }
  std::ranges::stable_sort(rows_, {}, &row::vagueness);
}

route_choice routes::choose(std::string_view method, std::string_view path) const {
  std::set<std::string> allowed;
  std::optional<std::size_t> nearest;
  for (const auto& each : rows_) {
    if (!fit(each.name.path, path)) continue;
    const auto& methods = each.name.methods;
    const bool by_get = method == "HEAD" && heads_by_get(each.name);
    if (by_get || lists(methods, method)) return route_found{each.place, by_get};
    if (!nearest) nearest = each.place;
    allowed.insert(methods.begin(), methods.end());
    if (heads_by_get(each.name)) allowed.insert("HEAD");
  }
  if (!nearest) return no_route{};
  return no_method{*nearest, joined(allowed)};
}

}
