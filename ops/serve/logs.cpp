// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logs.hpp"

#include "events/instant.hpp"
#include "http/server/octets.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/async.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <string_view>

namespace muniment::ops {

namespace {

constexpr auto access_name = "access";
constexpr auto program_name = "muniment";
constexpr std::size_t most_access_lines = 8'192;
constexpr std::size_t most_program_lines = 1'024;
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

/// A line of access is one already.
class json_lines final : public spdlog::formatter {
public:
  void format(const spdlog::details::log_msg& told, spdlog::memory_buf_t& into) override {
    const std::string_view from{told.logger_name.data(), told.logger_name.size()};
    const std::string_view payload{told.payload.data(), told.payload.size()};
    auto line = from == access_name ? std::string{payload} : line_of(told);
    line += '\n';
    into.append(line.data(), line.data() + line.size());
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<json_lines>();
  }
};

std::shared_ptr<spdlog::logger>
logger_of(const char* name, spdlog::sink_ptr into,
          const std::shared_ptr<spdlog::details::thread_pool>& writer, const std::string& level) {
  auto made = std::make_shared<spdlog::async_logger>(name, std::move(into), writer,
                                                     spdlog::async_overflow_policy::overrun_oldest);
  made->set_formatter(std::make_unique<json_lines>());
  made->set_level(spdlog::level::from_str(level));
  return made;
}

}

logs::logs(spdlog::sink_ptr access, spdlog::sink_ptr program, const std::string& level)
    : before_{spdlog::default_logger()},
      access_writer_{std::make_shared<spdlog::details::thread_pool>(most_access_lines, 1)},
      program_writer_{std::make_shared<spdlog::details::thread_pool>(most_program_lines, 1)},
      access_{logger_of(access_name, std::move(access), access_writer_, level)} {
  if (!program) program = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto own = logger_of(program_name, std::move(program), program_writer_, level);
  // They are few, and wanted when something has just gone wrong.
  own->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(own));
}

logs::~logs() {
  spdlog::set_default_logger(before_);
  spdlog::drop(program_name);
}

}
