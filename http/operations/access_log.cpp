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
    tell(spdlog::level::err, "handler_failed", request_id, cause);
  }

  void unavailable(std::string_view request_id, std::string_view cause) override {
    tell(spdlog::level::warn, "unavailable", request_id, cause);
  }

private:
  void tell(spdlog::level::level_enum level, std::string_view kind, std::string_view request_id,
            std::string_view cause) {
    if (lines_->should_log(level))
      lines_->log(level, cause_line(kind, request_id, cause, std::chrono::system_clock::now()));
  }

  std::shared_ptr<spdlog::logger> lines_;
};

}

std::shared_ptr<observer> make_access_log(std::shared_ptr<spdlog::logger> lines) {
  return std::make_shared<access_log>(std::move(lines));
}

}
