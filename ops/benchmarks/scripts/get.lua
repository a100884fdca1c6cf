-- SPDX-License-Identifier: Apache-2.0
-- GET of the URL; the first argument, if any, is a bearer token.
local report = require("report")

function init(args)
  if args[1] then wrk.headers["Authorization"] = "Bearer " .. args[1] end
  local whole = wrk.format("GET")
  request = function() return whole end
end

function response(status)
  report.single(status, 200)
end
