-- SPDX-License-Identifier: Apache-2.0
-- One line of JSON about a load. Counted is what ends from BENCH_FROM on, in seconds of the monotonic
-- clock: handshakes and whatever else is done once are over then. The percentiles of single requests are
-- wrk's own, which knows no such moment.
local ffi = require("ffi")

ffi.cdef [[
  typedef struct { long seconds, nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time* into);
]]

local report = {}
local monotonic = 1
local clock = ffi.new("bench_time")
local from = tonumber(os.getenv("BENCH_FROM")) * 1e6
local threads = {}

good, wrong = 0, 0

function report.now()
  ffi.C.clock_gettime(monotonic, clock)
  return tonumber(clock.seconds) * 1e6 + tonumber(clock.nanoseconds) / 1e3
end

function report.counts()
  return report.now() >= from
end

function report.failed()
  if report.counts() then wrong = wrong + 1 end
end

-- Whether a reply has one of the statuses; one that has not is wrong.
function report.expect(status, ...)
  for _, each in ipairs({...}) do
    if status == each then return true end
  end
  report.failed()
  return false
end

-- A load whose operations are single requests.
function report.single(status, wanted)
  if report.expect(status, wanted) and report.counts() then good = good + 1 end
end

function setup(thread)
  table.insert(threads, thread)
end

-- What `of`, the threads, found wrong, and what wrk did.
function report.failures(summary, of)
  local errors = summary.errors
  local count = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(of) do count = count + thread:get("wrong") end
  return count
end

function report.tell(count, errors, p50, p99)
  io.write(string.format('{"requests":%d,"errors":%d,"micros":%d,"p50":%d,"p99":%d}\n', count + errors,
                         errors, report.now() - from, p50, p99))
end

function done(summary, latency)
  local count = 0
  for _, thread in ipairs(threads) do count = count + thread:get("good") end
  report.tell(count, report.failures(summary, threads), latency:percentile(50), latency:percentile(99))
end

return report
