"""A visitor's widget against a whole installation: comes back and says again what was not acknowledged (R1, R11)."""

import contextlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

SITE = "https://shop.example"
PATIENT_S = 30
LINE_EVERY_S = 1.0
TRIES = 100
LOST = (ConnectionClosed, InvalidStatus, OSError)


class Widget:
    """A chat, begun; `said` is what was shown to the visitor as sent, in that order."""

    def __init__(self, house, name: str) -> None:
        self.house, self.name = house, name
        self.said = [f"{name} begins"]
        self.token = None
        with self.open() as socket:
            who = {"name": name, "email": f"{name}@lindqvist.example", "text": self.said[0]}
            socket.send(json.dumps({"t": "start", "id": f"start-{name}-0000", **who}))
            self.token = told(socket, "started")["token"]

    @contextlib.contextmanager
    def open(self):
        """A socket after its hello; ConnectionClosed when the server can't say who this is."""
        with connect(self.house.address.replace("http", "ws") + "/ws/visitor", origin=SITE) as socket:
            hello = {"portal": "p_demo123", "browser": f"browser-of-{self.name}-0000", "since": 0, "language": "en"}
            socket.send(json.dumps({"t": "hello", **hello, "token": self.token}))
            told(socket, "ready")
            yield socket

    def talk(self, enough: threading.Event) -> list[str]:
        """Says a line a second until it is enough and the last one is acknowledged, whatever happens to the socket."""
        tries = 0
        while not self._ends(enough):
            tries += enough.is_set()
            assert tries < TRIES, f"{self.name} does not come back"
            time.sleep(LINE_EVERY_S / 4)
        return self.said

    def _ends(self, enough: threading.Event) -> bool:
        """One socket; False when it broke before the end."""
        with contextlib.suppress(*LOST), self.open() as socket:
            while True:
                self.say(socket, f"{self.name} says {len(self.said)}")
                if enough.wait(LINE_EVERY_S):
                    return True
        return False

    def say(self, socket: ClientConnection, text: str) -> None:
        """Ends when the line is on disk. Said again it has the same id, and is stored once (R11)."""
        socket.send(json.dumps({"t": "send", "id": text.replace(" ", "-"), "text": text}))
        told(socket, "ack")
        self.said.append(text)


class Chats:
    """Visitors who all talk at once, until it is `enough`."""

    def __init__(self, house, number: int, enough: threading.Event) -> None:
        widgets = [Widget(house, f"vera-{place}") for place in range(number)]
        pool, self._enough = ThreadPoolExecutor(number), enough
        self._talking = {widget.name: pool.submit(widget.talk, enough) for widget in widgets}

    def end(self) -> dict[str, list[str]]:
        """What each said and had acknowledged, by name."""
        self._enough.set()
        return {name: talking.result() for name, talking in self._talking.items()}


def told(socket: ClientConnection, *kinds: str) -> dict:
    """The next frame of these kinds."""
    while (frame := json.loads(socket.recv(PATIENT_S)))["t"] not in kinds:
        pass
    return frame
