"""`bin/foyer bench hits`: hits acknowledged after fsync, beside nginx's bare 204 for the same POST (P1).

Each server runs on the first core, the load on the second one. Needs wrk and nginx from Debian.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.installation import Installation, free_port

CONNECTIONS = 128
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
KEY = "p_demo123"
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port}; location / {{ return 204; }} }} }}
"""


def main() -> None:
    missing = [name for name in ("wrk", "nginx", "taskset") if not shutil.which(name)]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}. On Debian: apt-get install wrk nginx-light util-linux")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        rows = [("nginx, bare 204", *_nginx(Path(folder))), ("Foyer, on disk", *_foyer(Path(folder)))]
    _print(rows)


def _nginx(folder: Path) -> tuple[float, float, float, int]:
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        return _load(f"http://127.0.0.1:{port}/collect")
    finally:
        process.terminate()
        process.wait()


def _foyer(folder: Path) -> tuple[float, float, float, int]:
    installation = (
        Installation(folder, prefix=("taskset", "-c", "0"), more={"FOYER_LOG_LEVEL": "warning"}).set_up().start()
    )
    try:
        figures = _load(f"{installation.address}/collect")
        print("folded:", _folded(installation), "page views at the end, journal goes on to be folded")
        return figures
    finally:
        installation.stop()


def _folded(installation: Installation) -> object:
    return installation.query("Action.objects.count()")


def _load(url: str) -> tuple[float, float, float, int]:
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    environment = {**os.environ, "FOYER_BENCH_KEY": KEY}
    script = str(Path(__file__).with_name("hits.lua"))
    subprocess.run([*command[:-2], "-d2s", "-s", script, url], env=environment, capture_output=True, check=True)
    out = subprocess.run(
        [*command, "-s", script, url], env=environment, capture_output=True, text=True, check=True
    ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return rate, _ms(out, "50%"), _ms(out, "99%"), int(bad[1]) if bad else 0


def _ms(out: str, percent: str) -> float:
    value, unit = re.search(rf"{percent}\s+([\d.]+)(us|ms|s)", out).groups()  # type: ignore[union-attr]
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _print(rows: list[tuple[str, float, float, float, int]]) -> None:
    print(
        f"\n{CONNECTIONS} connections, {SECONDS} s, a core for the server, one for wrk; Python {sys.version.split()[0]}"
    )
    print(f"{'':22}{'hits/s':>10}{'p50 ms':>10}{'p99 ms':>10}{'not 2xx':>10}{'of nginx':>10}")
    for name, rate, p50, p99, bad in rows:
        print(f"{name:22}{rate:>10,.0f}{p50:>10.2f}{p99:>10.2f}{bad:>10}{rate / rows[0][1]:>10.0%}")


if __name__ == "__main__":
    main()
