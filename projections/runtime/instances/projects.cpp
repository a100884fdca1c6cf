// SPDX-License-Identifier: Apache-2.0
#include "projections/projects.hpp"

#include "projections/runtime/folding_as_of.hpp"
#include "projections/runtime/folding_of.hpp"
#include "projections/runtime/verification.hpp"

namespace muniment {

template rebuild_report rebuild<projects::model>(storage::pool&, const storage::schema_name&,
                                                 const replay_options&, const live_side&);
template verify_report verify<projects::model>(storage::pool&, const storage::schema_name&,
                                               const replay_options&,
                                               const hot_view<projects::model>*);
template class past_rows<projects::model>;
template std::shared_ptr<folding> make_folding(std::shared_ptr<hot_view<projects::model>>);

}
