// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/problem.hpp"

#include <span>
#include <string_view>

namespace muniment::http {

/// The problems that are no refusals of a rule (actors/refusals.def) and no framing refusals: what
/// the server tells about itself and about requests that reach no rule. A detail that differs from
/// case to case is empty here; `with_detail` adds it.
namespace problems {

inline constexpr problem request_timeout{408, "request_timeout",
                                         "The request took too long to arrive.", ""};
inline constexpr problem internal_error{500, "internal_error", "Something went wrong here.",
                                        "The request id names the log lines that belong to it."};
inline constexpr problem deadline_exceeded{503, "deadline_exceeded", "The answer took too long.",
                                           "Try again in a moment."};
inline constexpr problem overloaded{503, "overloaded", "The server is busy.",
                                    "Try again in a moment."};
inline constexpr problem not_found{404, "not_found", "There is nothing at this address.", ""};
inline constexpr problem method_not_allowed{405, "method_not_allowed",
                                            "This address does not answer that method.",
                                            "The Allow field lists those it answers."};
inline constexpr problem console_not_served{
    404, "console_not_served", "This version serves no web console at this host.",
    "The command line does the same work: muniment --help. People sign in at the workspace's own "
    "host."};
inline constexpr problem token_in_query{400, "token_in_query",
                                        "An access token does not stand in an address.",
                                        "Send it in the Authorization header."};
inline constexpr problem workspace_unavailable{503, "workspace_unavailable",
                                               "The workspace cannot answer at the moment.",
                                               "Try again in a moment."};
inline constexpr problem workspace_overloaded{503, "workspace_overloaded", "The workspace is busy.",
                                              "Try again in a moment."};
inline constexpr problem https_required{405, "https_required", "Only HTTPS is served here.", ""};
inline constexpr problem unauthorized{401, "unauthorized", "A token for this API is needed.", ""};
inline constexpr problem insufficient_scope{
    403, "insufficient_scope", "The token does not allow this.",
    "Reading needs the scope admin:read, changing admin:write."};
inline constexpr problem insufficient_role{
    403, "insufficient_role", "You may not do this here.",
    "Reading needs the role workspace.auditor or workspace.admin of the project default, changing "
    "workspace.admin."};
inline constexpr problem unsupported_media_type{415, "unsupported_media_type",
                                                "The body is not of a type read here.",
                                                "Send application/json."};
inline constexpr problem malformed_body{400, "malformed_body", "The body cannot be read.", ""};
inline constexpr problem unknown_member{
    422, "unknown_member", "The body has a member that is not known here.", "Check the spelling."};
inline constexpr problem malformed_query{400, "malformed_query", "The query cannot be read.",
                                         "Every parameter stands once, percent-encoded UTF-8."};
inline constexpr problem unknown_parameter{422, "unknown_parameter",
                                           "The query has a parameter that is not known here.",
                                           "Check the spelling."};
inline constexpr problem under_way{409, "under_way", "The same is under way.",
                                   "Look at that one until it has ended."};
inline constexpr problem crowded{503, "crowded", "Too many operations wait.",
                                 "Ask again once some of them have ended."};
inline constexpr problem invalid_as_of{
    400, "invalid_as_of", "The state as of that cannot be told.",
    "Name a moment in UTC, such as 2026-03-03T14:03:00Z, or a position, such as position:1234.",
    "as_of"};
inline constexpr problem as_of_crowded{503, "as_of_crowded", "Too many ask for the past at once.",
                                       "Ask again in a moment."};
inline constexpr problem as_of_unfinished{
    503, "as_of_unfinished", "The journal was not folded in time.",
    "Ask again when the server is less busy; muniment audit reads without folding."};
inline constexpr problem as_of_too_large{422, "as_of_too_large",
                                         "What was then takes more memory than one answer may.",
                                         "Ask for fewer at once, by limit."};
inline constexpr problem password_refused{422, "password_refused", "That password cannot be taken.",
                                          "", "password"};
inline constexpr problem passwords_unchecked{
    503, "passwords_unchecked", "No password can be checked at the moment.",
    "The list of breached_passwords cannot be read: muniment doctor says more.", "password"};
inline constexpr problem issuer_taken{
    409, "issuer_taken", "Another workspace has this issuer.",
    "It has kept it from earlier settings: muniment doctor names such workspaces, and muniment "
    "workspace rename SLUG SLUG gives one its own."};
inline constexpr problem own_client{
    409, "own_client", "A client cannot end its own access.",
    "Let another client, or a user with the role workspace.admin of the project default, do it."};
inline constexpr problem operators_name{409, "invalid_state",
                                        "The operators' workspace keeps its name.",
                                        "Every credential of an operator names it."};

}

/// The same, with a detail of this case, and the member of the request that is to blame.
constexpr problem with_detail(problem told, fixed_text detail, fixed_text member = "") {
  told.detail = detail;
  told.member = member;
  return told;
}

/// One of `problems`, and when it is told.
struct problem_row {
  problem told;
  std::string_view when;
};

/// All of them, for docs/errors.md.
std::span<const problem_row> told_problems();

}
