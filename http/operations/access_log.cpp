// SPDX-License-Identifier: Apache-2.0
#include "http/operations/access_log.hpp"

#include "http/operations/access_line.hpp"

#include <spdlog/logger.h>

#include <utility>

namespace muniment::http {
namespace {

class access_log final : public observer {
public:
  explicit access_log(std::shared_ptr<spdlog::logger> lines) : lines_{std::move(lines)} {}

  void answered(const exchange& told) override {
    const auto level = told.status < 500 ? spdlog::level::info : spdlog::level::warn;
    if (lines_->should_log(level))
      lines_->log(level, access_line(told, std::chrono::system_clock::now()));
  }

  void handler_failed(std::string_view request_id, std::string_view cause) override {
    if (lines_->should_log(spdlog::level::err))
      lines_->error(failure_line(request_id, cause, std::chrono::system_clock::now()));
  }

private:
  std::shared_ptr<spdlog::logger> lines_;
};

}

std::shared_ptr<observer> make_access_log(std::shared_ptr<spdlog::logger> lines) {
  return std::make_shared<access_log>(std::move(lines));
}

}
