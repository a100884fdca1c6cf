// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <array>
#include <string>
#include <vector>

namespace muniment::test {

/// Makes values that differ from member to member and are the same in every run: what golden files
/// are made of. Its sequence is frozen with them.
class sampler {
public:
  template <class T>
  T make() {
    T value{};
    fill(value);
    return value;
  }

private:
  template <class T>
  void fill(T& value) {
    const auto n = ++drawn_;
    if constexpr (std::same_as<T, bool>)
      value = n % 2 == 0;
    else if constexpr (std::same_as<T, std::string>)
      value = "text-" + std::to_string(n);
    else if constexpr (std::is_enum_v<T>)
      value = static_cast<T>(1);
    else if constexpr (std::integral<T>)
      value = static_cast<T>(n);
    else if constexpr (std::same_as<T, uuid>)
      value.octets.fill(static_cast<std::uint8_t>(n));
    else if constexpr (std::same_as<T, instant>)
      value = from_microseconds(1'772'546'580'000'000 + n);
    else if constexpr (std::same_as<T, bytes>)
      value.assign(3, static_cast<std::uint8_t>(n));
    else if constexpr (std::same_as<T, std::array<std::uint8_t, 16>>)
      value.fill(static_cast<std::uint8_t>(n));
    else if constexpr (is_optional<T>)
      fill(value.emplace());
    else if constexpr (requires { value.box; })
      fill(value.box);
    else if constexpr (is_personal<T>)
      value = T{make<typename T::value_type>()};
    else if constexpr (requires { value.resize(2); })
      fill_list(value);
    else
      for_each_member(value, [&](std::string_view, auto& member) { fill(member); });
  }

  template <class T>
  void fill_list(T& list) {
    list.resize(2);
    for (auto& element : list)
      fill(element);
  }

  int drawn_ = 0;
};

/// One sample of `T`.
template <class T>
T sample() {
  return sampler{}.make<T>();
}

}
