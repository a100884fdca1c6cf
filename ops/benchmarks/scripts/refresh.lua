-- SPDX-License-Identifier: Apache-2.0
-- Refreshes, each with the token that the one before gave. Arguments: Basic credentials, and for
-- each thread the first token of its family.
local report = require("report")
local flow = require("flow")

local headers, token

function init(args)
  token = args[1 + number]
  headers = {Authorization = "Basic " .. args[1],
             ["Content-Type"] = "application/x-www-form-urlencoded"}
end

function request()
  flow.begin()
  return wrk.format("POST", "/oauth/v2/token", headers,
                    "grant_type=refresh_token&refresh_token=" .. flow.encode(token))
end

function response(status, _, body)
  if not report.expect(status, 200) then return end
  flow.finish()
  local next = body:match('"refresh_token"%s*:%s*"([^"]+)"')
  if next and next ~= token then token = next else report.failed() end
end
