// SPDX-License-Identifier: Apache-2.0
#include "http/operations/login_metrics.hpp"

#include "http/oidc/login_throttle.hpp"
#include "http/operations/families.hpp"

namespace muniment::http {
namespace {

class login_metrics final : public prometheus::Collectable {
public:
  explicit login_metrics(const oidc::login_throttle& book) : book_{book} {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    const auto delays = book_.delays();
    families made;
    made.counter("muniment_logins_delayed_total",
                 "Logins turned away because too many failed before, by what was counted.", "by",
                 {{"address", static_cast<double>(delays.by_address)},
                  {"name", static_cast<double>(delays.by_name)}});
    return made.take();
  }

private:
  const oidc::login_throttle& book_;
};

}

std::shared_ptr<prometheus::Collectable> make_login_metrics(const oidc::login_throttle& book) {
  return std::make_shared<login_metrics>(book);
}

}
