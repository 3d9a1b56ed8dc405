-- Argument: a file of two lines for each request, its authorization and its body. An empty body makes a GET.

local requests = {}
local sent = 0

function init(arguments)
  local authorization = nil
  for line in io.lines(arguments[1]) do
    if authorization then
      local headers = { authorization = authorization, ["content-type"] = "application/json" }
      table.insert(requests, wrk.format(line == "" and "GET" or "POST", nil, headers, line))
      authorization = nil
    else
      authorization = line
    end
  end
end

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format(
    '{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"bytes":%.0f,"failures":%d}',
    summary.requests,
    summary.duration / 1e6,
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    summary.bytes,
    failures
  ))
end
