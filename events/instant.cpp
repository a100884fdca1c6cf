// SPDX-License-Identifier: Apache-2.0
#include "events/instant.hpp"

#include "events/digits.hpp"

#include <charconv>

namespace muniment {

namespace {

using namespace std::chrono;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-')
    return std::nullopt;
  return value;
}

std::optional<microseconds> fraction(std::string_view text) {
  if (text.empty()) return microseconds{0};
  if (text.front() != '.' || text.size() < 2 || text.size() > 7) return std::nullopt;
  const auto value = number(text.substr(1));
  if (!value) return std::nullopt;
  std::int64_t scaled = *value;
  for (auto digit = text.size(); digit < 7; ++digit)
    scaled *= 10;
  return microseconds{scaled};
}

void append_part(std::string& text, char before, std::int64_t value, std::size_t width) {
  text += before;
  append_digits(text, static_cast<unsigned>(value), width);
}

}

std::string to_string(instant moment) {
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{moment - day};
  const auto in_year = static_cast<int>(date.year());
  std::string text;
  text.reserve(32);
  if (in_year < 0 || in_year > 9999) // no RFC 3339; told as it is
    text += std::to_string(in_year);
  else
    append_digits(text, static_cast<unsigned>(in_year), 4);
  append_part(text, '-', static_cast<unsigned>(date.month()), 2);
  append_part(text, '-', static_cast<unsigned>(date.day()), 2);
  append_part(text, 'T', time.hours().count(), 2);
  append_part(text, ':', time.minutes().count(), 2);
  append_part(text, ':', time.seconds().count(), 2);
  append_part(text, '.', time.subseconds().count(), 6);
  return text += 'Z';
}

std::optional<instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z')
    return std::nullopt;
  const auto y = number(text.substr(0, 4)), m = number(text.substr(5, 2)),
             d = number(text.substr(8, 2)), hour = number(text.substr(11, 2)),
             minute = number(text.substr(14, 2)), second = number(text.substr(17, 2));
  const auto micros = fraction(text.substr(19, text.size() - 20));
  if (!y || !m || !d || !hour || !minute || !second || !micros) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            std::chrono::day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return instant{sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} + *micros};
}

}
