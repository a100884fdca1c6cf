-- SPDX-License-Identifier: Apache-2.0
-- The code flow in a browser that is signed in: authorize, take the code, redeem it. Arguments: the
-- query of the authorization request, the form of the token request without the code, Basic
-- credentials, and for each thread the cookies of its session.
local report = require("report")
local flow = require("flow")

local ask, redeem, code

function init(args)
  local query, form, credentials = args[1], args[2], args[3]
  ask = wrk.format("GET", "/oauth/v2/authorize?" .. query, {Cookie = args[3 + number]})
  local headers = {Authorization = "Basic " .. credentials,
                   ["Content-Type"] = "application/x-www-form-urlencoded"}
  redeem = function(with)
    return wrk.format("POST", "/oauth/v2/token", headers, form .. "&code=" .. with)
  end
end

function request()
  if code then return redeem(code) end
  flow.begin()
  return ask
end

function response(status, headers)
  if code then
    code = nil
    if report.expect(status, 200) then flow.finish() end
  elseif report.expect(status, 302, 303) then
    -- As it stands in the query: encoded once, and to be sent so.
    code = (flow.header(headers, "location") or ""):match("[?&]code=([^&]+)")
    if not code then report.failed() end
  end
end
