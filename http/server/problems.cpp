// SPDX-License-Identifier: Apache-2.0
#include "http/server/problems.hpp"

#include <array>

namespace muniment::http {

namespace {

using namespace problems;

constexpr auto rows = std::to_array<problem_row>({
    {request_timeout, "A request was begun and not ended in time. The connection is closed."},
    {internal_error, "A fault of the server's own. The log names the cause."},
    {deadline_exceeded, "A request was not answered within its deadline."},
    {overloaded, "As many requests as may be are under way."},
    {not_found, "No page, endpoint or file has this path."},
    {method_not_allowed, "The path is there for other methods."},
    {console_not_served, "The host is a console's."},
    {token_in_query, "`access_token` stands in the query, where logs would keep it."},
    {workspace_unavailable, "The workspace is starting, recovering, held by another node, its "
                            "database does not answer, or the settings do not lead to it where its "
                            "issuer says. The log names the cause."},
    {workspace_overloaded, "As many requests of one workspace as may be are under way."},
    {https_required, "Something else than GET or HEAD came to the port that only sends on to "
                     "HTTPS."},
    {unauthorized, "An API was asked without an access token, or with one that is not for it, or "
                   "is over. The detail says which."},
    {insufficient_scope, "The access token was issued for less."},
    {insufficient_role, "The access token is of a user who lacks the role."},
    {unsupported_media_type, "A body is of another media type than JSON."},
    {malformed_body, "The body is no JSON object, too large or nested too deeply. The detail says "
                     "which."},
    {unknown_member, "The body has a member that the endpoint does not read."},
    {malformed_query, "The query is not properly encoded, or repeats a parameter."},
    {unknown_parameter, "The query has a parameter that the endpoint does not read."},
    {under_way, "An operation was asked for that has not ended yet."},
    {crowded, "As many operations as may be wait."},
    {invalid_as_of, "`as_of` is neither a moment nor a position, or not one that the journal has "
                    "reached. The detail says which."},
    {as_of_crowded, "As many as may be, of one workspace or of all, wait for a fold of the past."},
    {as_of_unfinished, "The journal is too long, or the server too busy, to fold it as far as that "
                       "within the time that a request has."},
    {as_of_too_large, "The rows of one page, as they were, are larger than the memory for them."},
    {password_refused,
     "A password is too short, too long, no Unicode text, easy to guess, or on the "
     "list of stolen ones. The detail says which."},
    {passwords_unchecked, "A file of the list of stolen passwords is missing, too long, or of "
                          "another form. Nobody can choose a password until it is mended."},
    {issuer_taken,
     "A workspace was to be made or renamed, and the settings give it the issuer that "
     "another one was given by earlier settings."},
    {operators_name, "The workspace `system` was to be renamed."},
    {own_client,
     "A client was to be deleted, to lose `admin:write` or `client_credentials`, or to show its "
     "secret in another way, with a token of its own."},
});

}

std::span<const problem_row> told_problems() { return rows; }

}
