-- SPDX-License-Identifier: Apache-2.0
-- Operations with a state, each on the one connection its thread has: run wrk with as many threads as
-- connections. An operation is timed from its first request to its last answer.
local report = require("report")

local flow = {}
local threads = {}
local began

durations = {}

-- wrk asks once for a request that it does not send: the last time asked is the one that counts.
function flow.begin()
  began = report.now()
end

function flow.finish()
  if report.counts() then durations[#durations + 1] = report.now() - began end
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
  local all = {}
  for _, thread in ipairs(threads) do
    for _, each in ipairs(thread:get("durations")) do all[#all + 1] = each end
  end
  table.sort(all)
  local function percentile(share) return all[math.max(1, math.ceil(#all * share))] or 0 end
  report.tell(#all, report.failures(summary, threads), percentile(0.50), percentile(0.99))
end

return flow
