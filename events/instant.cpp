// SPDX-License-Identifier: Apache-2.0
#include "events/instant.hpp"

#include <array>
#include <charconv>
#include <cstdio>

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

}

std::string to_string(instant moment) {
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{moment - day};
  std::array<char, 40> text{};
  const auto length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
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
