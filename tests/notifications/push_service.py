"""A push service of our own, which also reads what it takes, as the browser would (RFC 8030, 8291, 8292).

It is written from the RFCs and not with the library that Foyer sends by.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from foyer.notifications.types import Subscription

DAY_S = 24 * 3600


@dataclass
class Browser:
    """What a browser keeps of a subscription: its private key and the secret."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"0123456789abcdef"

    @property
    def subscription(self) -> Subscription:
        """What it gives away."""
        return Subscription(self.endpoint, _text(_point(self.key)), _text(self.secret))

    def open(self, body: bytes) -> dict:
        """Decrypts a message: RFC 8188 and RFC 8291, by the steps that stand there."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert (size, length) == (4096, 65)
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        secret = _derived(self.secret, shared, b"WebPush: info\0" + _point(self.key) + theirs, 32)
        key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        return json.loads(plain.rstrip(b"\0").removesuffix(b"\x02"))


@dataclass
class Service:
    """What it answers next, and what it took."""

    address: str
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    hang_s: float = 0
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def browser(self, name: str = "one") -> Browser:
        """A browser whose pushes go here."""
        return Browser(f"{self.address}/push/{name}")

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Looks at a request as RFC 8030 and RFC 8292 say; 400 and 401 are faults of ours."""
        if not headers.get("ttl", "").isdigit() or headers.get("content-encoding") != "aes128gcm" or len(body) > 4096:
            return 400, {}
        if not signed(headers.get("authorization", ""), self.address):
            return 401, {}
        self.taken.append((path, headers, body))
        time.sleep(self.hang_s)
        return self.answers.pop(0) if self.answers else (201, {"Location": f"{self.address}/message/1"})


def signed(authorization: str, audience: str) -> bool:
    """Whether the token is of who has the key beside it, for this service, and for no longer than a day (RFC 8292)."""
    scheme, _blank, rest = authorization.partition(" ")
    parts = dict(each.strip().split("=", 1) for each in rest.split(","))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
    told = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=audience, options={"require": ["exp", "sub"]})
    return scheme == "vapid" and told["exp"] - time.time() <= DAY_S and told["sub"].startswith("mailto:")


@contextlib.contextmanager
def push_service() -> Iterator[Service]:
    """Serves on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = service.take(self.path, headers, body)
            self.send_response(status)
            for name, value in {**more, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF of one block (RFC 5869)."""
    key = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()[:length]


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
