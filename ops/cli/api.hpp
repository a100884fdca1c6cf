// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/https.hpp"
#include "ops/serve/credential.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace muniment::cli {

/// What a subcommand needs to know to reach a deployment; options of all that speak to one.
struct connection_options {
  std::string credential_file;
  std::string workspace; ///< its slug
  bool json = false;     ///< machine-readable output
};

/// The server itself, and no proxy before it, says that there is nothing at that address.
struct not_there : storage::startup_error {
  using startup_error::startup_error;
};

/// The admin API of a workspace, or the control plane's, as the operator. Tokens are got when first
/// needed and again when they are over; they stay in memory. Failures throw
/// storage::startup_error: the server's sentence and its cure; `server_away` where it may pass,
/// `not_there` for what is not known (any more).
class api {
public:
  using parameters = std::vector<std::pair<std::string, std::string>>;

  /// The control plane.
  static api control(const connection_options& options);
  /// The workspace that `options` name; without one it throws.
  static api workspace(const connection_options& options);

  /// `path` is below the origin, such as `/admin/users`. A busy server is asked again a few times,
  /// but never to do something: it may have been done.
  boost::json::object get(const std::string& path, const parameters& query = {});
  boost::json::object post(const std::string& path, const boost::json::object& body = {});

  /// Every item of a list behind the cursor `after`, page by page, at most `most`; true if there
  /// may be more than those. `list` is the member of a page that holds them. `turn` sees each page
  /// before its items.
  bool each_item(const std::string& path, parameters query, std::size_t most,
                 const std::function<void(const boost::json::object&)>& take,
                 std::string after = {}, const char* list = "items",
                 const std::function<void(const boost::json::object&)>& turn = {});

  /// See https_client.
  void give_up_when(std::function<bool()> told) { https_.give_up_when(std::move(told)); }

private:
  api(ops::credential who, std::string workspace);

  std::string operators_token();
  void authorize();
  https_reply ask(const https_request& asked);
  void pause(std::chrono::seconds time) const;
  boost::json::object answered(const https_request& asked);

  ops::credential who_;
  std::string workspace_; ///< empty for the control plane
  https_client https_;
  std::string origin_;
  std::string token_;
};

/// The list of objects, or the object, that a reply has under that name; a reply without it throws
/// storage::startup_error.
std::vector<boost::json::object> objects_in(const boost::json::object& reply, const char* name);
boost::json::object object_in(const boost::json::object& reply, const char* name);

/// A segment of a path.
std::string segment(std::string_view text);

/// What a failed reply means, to be thrown: of problem+json and of OAuth's errors.
struct reply_failure {
  std::string message;
  std::string hint;
};
reply_failure failure_of(const https_reply& reply);

}
