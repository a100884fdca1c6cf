-- SPDX-License-Identifier: Apache-2.0
-- One line of JSON about a load. Answers that are not the expected ones are counted by each thread.
local report = {}
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function done(summary, latency)
  local wrong = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do
    wrong = wrong + (thread:get("wrong") or 0)
  end
  io.write(string.format('{"requests":%d,"errors":%d,"micros":%d,"p50":%d,"p99":%d}\n', summary.requests,
                         wrong, summary.duration, latency:percentile(50), latency:percentile(99)))
end

wrong = 0

-- A reply that is none of the statuses is wrong.
function report.expect(status, ...)
  for _, each in ipairs({...}) do
    if status == each then return true end
  end
  wrong = wrong + 1
  return false
end

return report
