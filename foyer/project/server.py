"""Putting the process together and serving until it is told to stop."""

import asyncio
import socket
import sys
from collections.abc import Callable

import uvicorn
import uvloop
from django.core.handlers.wsgi import WSGIHandler

from foyer.desk.inbox.asked_lines import lines_for
from foyer.edge.agent_socket import AgentSocket
from foyer.edge.app import Edge
from foyer.edge.collect import Collect
from foyer.edge.fast import hit_protocol
from foyer.edge.guard import book
from foyer.edge.hits import Collector, deliver_in
from foyer.edge.identify import Identify
from foyer.edge.lean import LeanSocketProtocol
from foyer.edge.polling import Polling
from foyer.edge.public import Public
from foyer.edge.visitor_files import VisitorFiles
from foyer.edge.visitor_socket import VisitorSocket
from foyer.edge.wsgi import WsgiBridge
from foyer.lib.reserve import Reserve
from foyer.presence.board import board
from foyer.project.config import Config
from foyer.project.lifespan import Services
from foyer.project.uploads import uploads_of
from foyer.visits.journal import Journal

GRACE_S = 10
PING_S = 25
PONG_S = 20
SWITCH_S = 0.001  # the event loop waits for the interpreter this long, not 5 ms, while other threads think (P1, P4)
MAX_FRAME_BYTES = 64 * 1024


def serve(config: Config, listening: socket.socket | None = None) -> None:
    """Serves until SIGTERM or SIGINT, then lets requests finish; on `listening`, else on the configured port."""
    sys.setswitchinterval(SWITCH_S)
    uvloop.run(_serve(config, listening))


async def _serve(config: Config, listening: socket.socket | None) -> None:
    server = make_server(config)
    await server.serve(sockets=[listening] if listening else None)


def make_server(config: Config) -> uvicorn.Server:
    """The server of this process; call it inside the event loop that will run it."""
    loop = asyncio.get_running_loop()
    services: Services
    reserve = Reserve(config.data, config.reserve_mb * 1_000_000)
    journal = Journal(config.journal_path, deliver_in(loop), lambda: services.wake_fold(), reserve.is_short)
    services = Services(journal, book, board)
    collector = Collector(journal, book, config.hits_per_second)
    server: uvicorn.Server
    app = _edge(config, services, collector, lambda: bool(server.should_exit))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=config.host,
            port=config.port,
            http=hit_protocol(collector, config.trusted_proxies),
            ws=LeanSocketProtocol,
            ws_max_size=MAX_FRAME_BYTES,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PONG_S,
            ws_per_message_deflate=False,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )
    return server


def _edge(config: Config, services: Services, collector: Collector, is_stopping: Callable[[], bool]) -> Edge:
    """Which path is answered by what."""
    visitors, agents = VisitorSocket(book, config.trusted_proxies), AgentSocket(config.trusted_proxies, lines_for)
    return Edge(
        routes={
            "/collect": Collect(collector, config.trusted_proxies),
            "/identify": Identify(book, config.trusted_proxies),
            "/visitor/file": VisitorFiles(book, config.trusted_proxies),
            "/poll/visitor": Polling(visitors, is_stopping, anywhere=True),
            "/poll/agent": Polling(agents, is_stopping, anywhere=False),
        },
        sockets={"/ws/visitor": visitors, "/ws/agent": agents},
        public=Public(book),
        pages=WsgiBridge(WSGIHandler(), uploads=uploads_of(config)),
        life=services,
    )
