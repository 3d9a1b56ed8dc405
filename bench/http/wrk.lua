-- Arguments: a file with one request body in each line (empty for GET), then names and values of headers.

local requests = {}
local sent = 0

function init(arguments)
  local headers = {}
  for index = 2, #arguments, 2 do
    headers[arguments[index]] = arguments[index + 1]
  end
  for body in io.lines(arguments[1]) do
    local method = body == "" and "GET" or "POST"
    table.insert(requests, wrk.format(method, nil, headers, body))
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
