-- A page view of one of 2,000 browsers, each request another; a browser opens another page each time.
local key, seed, count = os.getenv("FOYER_BENCH_KEY"), tostring({}):sub(8), 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/plain"
wrk.headers["Origin"] = "https://shop.example"
wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
function request()
  count = count + 1
  return wrk.format(nil, wrk.path, nil, string.format(
    '{"v":1,"id":"%s-%d","type":"view","portal":"%s","browser":"bench-browser-%05d","page":"%s-%d","url":"https://shop.example/p/%d","title":"Alder bench","referrer":"https://www.google.com/","language":"en","screen":"1440x900","at":0,"sent":0}',
    seed, count, key, count % 2000, seed, count, math.floor(count / 2000) % 200))
end
local pause_ms = tonumber(os.getenv("FOYER_BENCH_PAUSE_MS") or "0")
if pause_ms > 0 then
  function delay() return pause_ms end
end
