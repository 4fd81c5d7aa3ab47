"""A real server in a thread on a free port, for what only a real socket does."""

import threading
import time

import uvicorn
import uvloop

from foyer.edge.app import AsgiApp
from foyer.edge.lean import LeanSocketProtocol


class Serving:
    """Serves an application; inside `with` it is the address without its scheme."""

    def __init__(self, app: AsgiApp) -> None:
        config = uvicorn.Config(
            app, port=0, ws=LeanSocketProtocol, lifespan="off", log_config=None, ws_per_message_deflate=False
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=uvloop.run, args=(self.server.serve(),))

    def __enter__(self) -> str:
        self.thread.start()
        until = time.monotonic() + 10
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.02)
        return f"127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_error: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
