"""Django's pages in one thread hop: WSGI called from ASGI (design, What runs)."""

import asyncio
import dataclasses
import io
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from foyer.edge.http import NO_STORE, Gone, Headers, Receive, Scope, Send, TooBig, answer, read_body, read_file

THREADS = 8
MAX_BODY_BYTES = 2_000_000

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = tuple[int, Headers, bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class Uploads:
    """Where longer bodies are taken: the most bytes below each path, from whom `admits` lets in by their cookies.

    Others are held to the limit of all pages, so that strangers fill no disk (T34).
    """

    limits: Mapping[str, int]
    admits: Callable[[str], bool]

    def limit_of(self, path: str) -> int | None:
        """The limit below this path; None where pages are as everywhere."""
        return next((limit for prefix, limit in self.limits.items() if path.startswith(prefix)), None)


class WsgiBridge:
    """Runs a WSGI application in a pool of threads, each with its own database connection."""

    def __init__(self, app: WsgiApp, threads: int = THREADS, uploads: Uploads | None = None) -> None:
        self._app = app
        self._uploads = uploads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            body = await self._body(scope, receive)
        except TooBig:
            await answer(send, 413, b"too_big", headers=(NO_STORE, (b"connection", b"close")))
            return
        except Gone:
            return
        with body:
            status, headers, content = await loop.run_in_executor(self._pool, self._run, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": content})

    async def _body(self, scope: Scope, receive: Receive) -> IO[bytes]:
        uploads = self._uploads
        limit = uploads.limit_of(scope["path"]) if uploads and scope["method"] == "POST" else None
        if uploads and limit:
            return await read_file(receive, limit if await self._is_admitted(scope, uploads) else MAX_BODY_BYTES)
        return io.BytesIO(await read_body(receive, MAX_BODY_BYTES))

    async def _is_admitted(self, scope: Scope, uploads: Uploads) -> bool:
        cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
        return await asyncio.get_running_loop().run_in_executor(self._pool, uploads.admits, cookies)

    def close(self) -> None:
        """Lets running pages finish."""
        self._pool.shutdown(wait=True)

    def _run(self, scope: Scope, body: IO[bytes]) -> Answer:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            started[:] = [int(status.split(" ", 1)[0]), headers]

        response = self._app(environ_of(scope, body), start_response)
        try:
            content = b"".join(response)
        finally:
            close = getattr(response, "close", None)
            if close:
                close()
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in started[1]]
        return started[0], headers, content


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment of an ASGI request (PEP 3333)."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:  # would be taken for the same header with a hyphen
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[key] = f"{environ[key]},{value}" if key in environ and key != "HTTP_COOKIE" else value
    environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
    body.seek(0)
    return environ
