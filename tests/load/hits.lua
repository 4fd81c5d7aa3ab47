-- A page view of one of 2,000 browsers, each request another; a browser opens another page each time.
local key, seed, count = os.getenv("FOYER_BENCH_KEY"), tostring({}):sub(8), 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/plain"
wrk.headers["Origin"] = "https://shop.example"
local heads = tonumber(os.getenv("BENCH_HEADS") or "1") -- of so many makes are the browsers
function request()
  count = count + 1
  wrk.headers["User-Agent"] = string.format(
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.%d.0 Safari/537.36", count % heads)
  return wrk.format(nil, wrk.path, nil, string.format(
    '{"v":1,"id":"%s-%d","type":"view","portal":"%s","browser":"bench-browser-%05d","page":"%s-%d","url":"https://shop.example/p/%d","title":"Alder bench","referrer":"https://www.google.com/","language":"en","screen":"1440x900","at":0,"sent":0}',
    seed, count, key, count % 2000, seed, count, math.floor(count / 2000) % 200))
end
local rate = tonumber(os.getenv("FOYER_BENCH_RATE") or "0")
if rate > 0 then -- by a clock: a late answer slows nobody down
  local ffi = require("ffi")
  ffi.cdef("typedef struct { long s; long us; } moment; int gettimeofday(moment *at, void *zone);")
  local at, due = ffi.new("moment"), 0
  function delay()
    ffi.C.gettimeofday(at, nil)
    local now = tonumber(at.s) * 1000 + tonumber(at.us) / 1000
    due = (due > 0 and due or now) + 1000 / rate
    return math.max(0, due - now)
  end
end
