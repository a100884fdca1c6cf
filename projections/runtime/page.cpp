// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/page.hpp"

#include "events/catalogue.hpp"

#include <algorithm>
#include <stdexcept>

namespace muniment {

decoded<record> parse_recorded(const recorded_body& from) {
  auto found = decode_body(from.body);
  if (!found) return found;
  if (found->at().position != from.position) return codec_error::wrong_shape;
  if (!catalogue::find_type(found->at().type)) return codec_error::unknown_type;
  return found;
}

decoded<std::string_view> type_of_recorded(std::uint64_t position, bytes_view body) {
  const auto head = decode_head(body);
  if (!head) return head.error();
  if (head->position != position) return codec_error::wrong_shape;
  if (!catalogue::find_type(head->type)) return codec_error::unknown_type;
  return head->type;
}

page::page(bodies_ptr bodies) : bodies_{std::move(bodies)} {
  if (bodies_->empty()) throw std::invalid_argument{"a page without events"};
  records_.reserve(bodies_->size());
  for (const auto& each : *bodies_) {
    if (each.position != first() + records_.size()) return;
    records_.push_back(parse_recorded(each));
    octets_ += each.body.size();
  }
}

void recent_pages::add(page_ptr newest) {
  if (!pages_.empty() && newest->first() != pages_.back()->last() + 1) {
    pages_.clear();
    octets_ = 0;
  }
  octets_ += newest->octets();
  pages_.push_back(std::move(newest));
  while (!pages_.empty() && (octets_ > most_octets_ ||
                             pages_.back()->last() - pages_.front()->first() >= most_events_))
    drop_oldest();
}

page_ptr recent_pages::find(std::uint64_t position) const {
  const auto found = std::ranges::lower_bound(pages_, position, {},
                                              [](const page_ptr& each) { return each->last(); });
  return found == pages_.end() || !(*found)->holds(position) ? nullptr : *found;
}

void recent_pages::drop_oldest() {
  octets_ -= pages_.front()->octets();
  pages_.pop_front();
}

}
