// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/audit.hpp"
#include "projections/clients.hpp"
#include "projections/consents.hpp"
#include "projections/grants.hpp"
#include "projections/projects.hpp"
#include "projections/roles.hpp"
#include "projections/sessions.hpp"
#include "projections/signing_keys.hpp"
#include "projections/users.hpp"
#include "projections/workspaces.hpp"

#include <boost/mp11/list.hpp>

namespace muniment {

/// The one list of what is known.
using read_models =
    boost::mp11::mp_list<workspaces::model, projects::model, users::model, clients::model,
                         consents::model, sessions::model, grants::model, signing_keys::model,
                         roles::model, audit::model>;

}
