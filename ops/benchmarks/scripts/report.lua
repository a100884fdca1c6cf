-- SPDX-License-Identifier: Apache-2.0
-- One line of JSON about a load. Answers that are not the expected ones are counted by each thread.
local report = {}
local threads = {}

wrong = 0

function setup(thread)
  table.insert(threads, thread)
end

function report.failures(summary, of)
  local errors = summary.errors
  local count = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(of) do
    count = count + (thread:get("wrong") or 0)
  end
  return count
end

function report.tell(requests, errors, micros, p50, p99)
  io.write(string.format('{"requests":%d,"errors":%d,"micros":%d,"p50":%d,"p99":%d}\n', requests, errors,
                         micros, p50, p99))
end

function done(summary, latency)
  report.tell(summary.requests, report.failures(summary, threads), summary.duration,
              latency:percentile(50), latency:percentile(99))
end

-- A reply that is none of the statuses is wrong.
function report.expect(status, ...)
  for _, each in ipairs({...}) do
    if status == each then return true end
  end
  wrong = wrong + 1
  return false
end

return report
