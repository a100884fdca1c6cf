-- SPDX-License-Identifier: Apache-2.0
-- POST of a form, the first argument, with Basic credentials, the second.
local report = require("report")

function init(args)
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["Authorization"] = "Basic " .. args[2]
  local whole = wrk.format("POST", nil, nil, args[1])
  request = function() return whole end
end

function response(status)
  report.single(status, 200)
end
