// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/json_log.hpp"

#include "storage/startup_error.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>

namespace muniment::ops {

namespace {

/// The message as a JSON string. Octets that may be no UTF-8 would make the line no JSON.
class quoted_message final : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& into) override {
    boost::json::string text{message.payload.data(), message.payload.size()};
    std::ranges::replace_if(
        text, [](char each) { return static_cast<unsigned char>(each) >= 0x80; }, '?');
    const auto quoted = boost::json::serialize(text);
    into.append(quoted.data(), quoted.data() + quoted.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<quoted_message>();
  }
};

}

spdlog::sink_ptr sink_of(const std::string& where) {
  if (where == "stdout") return std::make_shared<spdlog::sinks::stdout_sink_mt>();
  if (where == "stderr") return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  try {
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(where);
  } catch (const spdlog::spdlog_ex&) {
    throw storage::startup_error{"cannot write the log " + where,
                                 "name a file this account may write, stdout or stderr"};
  }
}

void log_as_json(const std::string& least) {
  auto lines = std::make_shared<spdlog::logger>("muniment", sink_of("stderr"));
  auto shape = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  shape->add_flag<quoted_message>('*').set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","kind":"log","level":"%l","message":%*})");
  lines->set_formatter(std::move(shape));
  lines->set_level(spdlog::level::from_str(least));
  spdlog::set_default_logger(std::move(lines));
}

}
