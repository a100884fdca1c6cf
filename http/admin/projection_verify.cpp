// SPDX-License-Identifier: Apache-2.0
#include "http/admin/projection_work.hpp"

#include "crypto/encoding.hpp"
#include "projections/runtime/verify.hpp"

#include <boost/mp11/algorithm.hpp>

namespace muniment::http {
namespace {

boost::json::object shown(const verify_report& report) {
  api::verified_projection told{
      report.equal(), report.position, report.rows, crypto::hex_encode(report.checksum), {}};
  if (!report.difference.empty()) told.difference = report.difference;
  return shown_json(told).as_object();
}

}

operation_work verify_work(node& on, std::shared_ptr<workspace> at, std::string projection) {
  return [&on, at = std::move(at), projection = std::move(projection)](const auto& progress,
                                                                       const auto& stop) {
    boost::json::object result;
    boost::mp11::mp_for_each<read_models>([&]<class P>(P) {
      if (P::name != projection) return;
      result = shown(verify<P>(on.connections(), at->place().schema, options_for(progress, stop),
                               &at->views().get<P>()));
    });
    return result;
  };
}

}
