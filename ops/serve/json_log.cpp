// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/json_log.hpp"

#include "events/instant.hpp"
#include "http/server/octets.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <spdlog/formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <string_view>

namespace muniment::ops {

namespace {

constexpr std::size_t longest_message = 1'000;

/// Other octets may be no UTF-8, or steer a terminal.
boost::json::string plain_text(std::string_view text) {
  const auto cut = text.substr(0, longest_message);
  boost::json::string told{cut.data(), cut.size()};
  std::ranges::replace_if(
      told, [](char each) { return !http::is_visible(each) && each != ' '; }, '?');
  return told;
}

std::string line_of(const spdlog::details::log_msg& told) {
  const auto level = spdlog::level::to_string_view(told.level);
  boost::json::object line;
  line["time"] = to_string(std::chrono::floor<instant::duration>(told.time));
  line["kind"] = "program";
  line["level"] = boost::json::string_view{level.data(), level.size()};
  line["message"] = plain_text({told.payload.data(), told.payload.size()});
  return boost::json::serialize(line);
}

class json_formatter final : public spdlog::formatter {
public:
  void format(const spdlog::details::log_msg& told, spdlog::memory_buf_t& into) override {
    const auto line = line_of(told) + '\n';
    into.append(line.data(), line.data() + line.size());
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<json_formatter>();
  }
};

}

std::unique_ptr<spdlog::formatter> json_lines() { return std::make_unique<json_formatter>(); }

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
  lines->set_formatter(json_lines());
  lines->set_level(spdlog::level::from_str(least));
  spdlog::set_default_logger(std::move(lines));
}

}
