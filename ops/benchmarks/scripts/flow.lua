-- SPDX-License-Identifier: Apache-2.0
-- Operations of several requests, each on the one connection its thread has: run wrk with as many
-- threads as connections. An operation is timed from its first request to its last answer.
local ffi = require("ffi")
local report = require("report")

ffi.cdef [[
  typedef struct { long seconds, nanoseconds; } muniment_time;
  int clock_gettime(int clock, muniment_time* into);
]]

local flow = {}
local monotonic = 1
local clock = ffi.new("muniment_time")
local threads = {}
local began

durations = {}

local function now()
  ffi.C.clock_gettime(monotonic, clock)
  return tonumber(clock.seconds) * 1e6 + tonumber(clock.nanoseconds) / 1e3
end

-- wrk asks once for a request that it does not send: the last time asked is the one that counts.
function flow.begin()
  began = now()
end

function flow.finish()
  durations[#durations + 1] = now() - began
end

function flow.encode(text)
  return (text:gsub("[^%w%-%._~]", function(each) return string.format("%%%02X", each:byte()) end))
end

-- The value of a header: names are as the server spells them.
function flow.header(headers, name)
  for each, value in pairs(headers) do
    if each:lower() == name then return value end
  end
end

-- Thread number N has the Nth argument for itself.
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("number", #threads)
end

function done(summary)
  local all, wrong = {}, report.failures(summary, threads)
  for _, thread in ipairs(threads) do
    for _, each in ipairs(thread:get("durations")) do all[#all + 1] = each end
  end
  table.sort(all)
  local function percentile(share) return all[math.max(1, math.ceil(#all * share))] or 0 end
  report.tell(#all + wrong, wrong, summary.duration, percentile(0.50), percentile(0.99))
end

return flow
