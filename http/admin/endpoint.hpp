// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/read_shape.hpp"
#include "http/openapi/operation.hpp"
#include "http/openapi/schema.hpp"

/// An endpoint of an API of ours is a function of a call, and of what the call asks for if that is
/// more than its path:
///
///     asio::awaitable<api::user> enable_user(admin_call call);
///     asio::awaitable<created<api::project>> create_project(admin_call call, body::project wish);
///
/// Its types are what a request is read by, what the reply is made of, and what docs/openapi.yaml
/// says of both.
namespace muniment::http {

/// What the table of an API has of one; `Call` is what its endpoints are given.
template <class Call>
struct endpoint {
  const char* method;
  asio::awaitable<response> (*serve)(Call call);
  openapi::shapes (*describe)(openapi::components& used);
};

namespace detail {

template <class Function>
struct signature;
template <class Call, class Reply>
struct signature<asio::awaitable<Reply> (*)(Call)> {
  using call = Call;
  using reply = Reply;
  using input = void;
};
template <class Call, class Reply, class Input>
struct signature<asio::awaitable<Reply> (*)(Call, Input)> {
  using call = Call;
  using reply = Reply;
  using input = Input;
};

template <auto Serve>
using signature_of = signature<decltype(Serve)>;

/// What an endpoint asks for that is given no more than its path: what is sent besides is refused,
/// since it would change nothing.
struct nothing {};
BOOST_DESCRIBE_STRUCT(nothing, (), ())

enum class source : std::uint8_t { query = 1, body };

template <source From, class Input>
Input read(const request& asked) {
  if constexpr (From == source::query)
    return read_query<Input>(asked);
  else
    return read_body<Input>(asked);
}

template <class Reply>
response reply_with(const Reply& told) {
  using traits = reply_traits<Reply>;
  const typename traits::shape& shape = told;
  return json_of(traits::status, shown_json(shape));
}

template <source From, auto Serve>
asio::awaitable<response> answer(typename signature_of<Serve>::call call) {
  using input = typename signature_of<Serve>::input;
  if constexpr (std::is_void_v<input>) {
    read<From, nothing>(*call.asked);
    const auto told = co_await Serve(std::move(call));
    co_return reply_with(told);
  } else {
    auto asked = read<From, input>(*call.asked);
    const auto told = co_await Serve(std::move(call), std::move(asked));
    co_return reply_with(told);
  }
}

/// The name of a function, as it is declared, without its namespaces.
template <auto Serve>
std::string_view name_of() {
  std::string_view text = __PRETTY_FUNCTION__;
  const auto begin = text.find("Serve = ");
  text = text.substr(0, text.find_first_of(";]", begin));
  return text.substr(text.rfind(':') + 1);
}

template <source From, auto Serve>
openapi::shapes describe(openapi::components& used) {
  using reply = reply_traits<typename signature_of<Serve>::reply>;
  using input = typename signature_of<Serve>::input;
  openapi::shapes found;
  found.id = name_of<Serve>();
  found.status = reply::status;
  found.reply = openapi::schema_of<typename reply::shape>(used);
  if constexpr (!std::is_void_v<input> && From == source::query)
    found.parameters = openapi::parameters_of<input>();
  if constexpr (!std::is_void_v<input> && From == source::body) {
    found.body = openapi::body_schema_of<input>();
    found.body_required = !may_be_left_out<input>();
  }
  return found;
}

template <source From, auto Serve>
inline constexpr endpoint<typename signature_of<Serve>::call> endpoint_of{
    From == source::query ? "GET" : "POST", answer<From, Serve>, describe<From, Serve>};

}

/// An endpoint that is asked by GET and may have a query; one that is asked by POST and may have a
/// body.
template <auto Serve>
inline constexpr auto by_get = detail::endpoint_of<detail::source::query, Serve>;
template <auto Serve>
inline constexpr auto by_post = detail::endpoint_of<detail::source::body, Serve>;

}
