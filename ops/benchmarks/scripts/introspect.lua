-- SPDX-License-Identifier: Apache-2.0
-- Introspections, each of the next token of a file that has one in each line, over and over. Arguments:
-- Basic credentials, the file.
local report = require("report")

local whole, at = {}, 0

function init(args)
  local headers = {Authorization = "Basic " .. args[1],
                   ["Content-Type"] = "application/x-www-form-urlencoded"}
  for token in io.lines(args[2]) do
    whole[#whole + 1] = wrk.format("POST", nil, headers, "token=" .. token)
  end
end

function request()
  at = at % #whole + 1
  return whole[at]
end

function response(status)
  report.single(status, 200)
end
