// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::doctor {

/// The login that would prepare the database.
struct preparer {
  std::string login;
  std::string database = {};
  bool superuser = false;
  bool create_role = false;
  bool create = false; ///< CREATE and CONNECT on the database, with the right to pass them on
};

/// What is there of us.
struct preparation {
  bool prepared = false;                       ///< the schema muniment is there
  std::vector<std::string> missing_steps = {}; ///< which this binary would take
  std::vector<std::string> unknown_steps = {}; ///< which this binary does not know
  int workspaces_behind = 0;                   ///< which have not taken all that the template has
};
/// `by`: the login that looks, whose rights count where something is to be prepared. `private_one`:
/// `muniment up` prepares its own database.
finding judge_preparation(const preparation& of, const preparer& by, bool private_one);

/// The row that says which installation the database belongs to.
struct installation {
  std::string base_domain;
  int format_level = 0;
};
/// `base_domain` and `supported` are ours.
findings judge_installation(const installation& found, const std::string& base_domain,
                            int supported);

/// One of our logins, as the catalog has it.
struct login_role {
  std::string name;
  bool may_login = false;
  bool may_connect = false; ///< to this database
  bool mighty = false;      ///< a superuser, or of a right that only those need
  bool inherits = false;    ///< acts as every workspace it is a member of, all the time
};

/// The name of what every role may.
inline constexpr std::string_view everybody = "PUBLIC";

/// Whether it is a pool login of this database; those of another deployment may not connect.
bool is_pool(const login_role& role);

/// What the logins may do.
struct login_rights {
  std::vector<std::string> missing = {};   ///< `muniment_hub may not connect`
  std::vector<std::string> excessive = {}; ///< `muniment_pool_0 is a superuser`
};
login_rights rights_of(std::span<const login_role> roles);
finding judge_rights(const login_rights& of);

/// How full the pool logins are; each holds 200 workspaces.
finding judge_pools(int pools, int workspaces);

/// A login of the logins file that was tried.
struct login_trial {
  std::string login;
  std::string failure = {}; ///< empty: it logged in
};
/// `unnamed`: pool logins of the database that the file does not name.
finding judge_logins(const std::vector<login_trial>& tried,
                     const std::vector<std::string>& unnamed);

}
