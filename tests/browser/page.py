"""The page's end of the protocol, without a browser."""

import json
import threading
from queue import Empty, Queue
from typing import Any

import numpy

from tiled_jl.browser.messages import PROTOCOL_VERSION, Size, Words
from tiled_jl.browser.service import Service
from tiled_jl.browser.state import State

PATIENCE = 60


class Refused(Exception):
    """The kernel answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        said = " ".join(str(error[part] or "") for part in ("message", "hint", "detail"))
        super().__init__(f"{error['code']}: {said}")
        self.error = error
        self.code = error["code"]


def in_english(part: dict[str, Any]) -> Any:
    """Return words as an English page says them; anything else as it is."""
    if part.keys() == {"bytes"}:
        return Size(**part)
    return str(Words(**part)) if part.keys() == {"text", "plural", "values"} else part


class Page:
    """Sends requests to a service and waits for the answers."""

    def __init__(self, state: State, **options: Any) -> None:
        self.inbox: Queue[tuple[dict[str, Any], list[bytes]]] = Queue()
        self.events: list[dict[str, Any]] = []
        self.progress: list[dict[str, Any]] = []
        self.threads: set[str] = set()
        self.texts: list[str] = []
        self._count = 0
        self.service = Service(self._received, state, **options)

    def _received(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        # A page reads strict JSON: NaN would be an error there.
        text = json.dumps(message, allow_nan=False)
        self.texts.append(text)
        self.threads.add(threading.current_thread().name)
        self.inbox.put((json.loads(text, object_hook=in_english), buffers))

    def send(self, method: str, **params: Any) -> str:
        """Send a request, and return its identifier."""
        self._count += 1
        ident = f"test-{self._count}"
        request = {"v": PROTOCOL_VERSION, "id": ident, "method": method, "params": params}
        self.service.receive(request)
        return ident

    def wait(self, ident: str) -> tuple[Any, list[bytes]]:
        """Return the answer to a request; note what comes before it."""
        while True:
            message, buffers = self.inbox.get(timeout=PATIENCE)
            if "topic" in message:
                self.events.append(message)
            elif "progress" in message:
                self.progress.append(message)
            elif message["id"] == ident:
                if "error" in message:
                    raise Refused(message["error"])
                return message["result"], buffers

    def ask(self, method: str, **params: Any) -> tuple[Any, list[bytes]]:
        """Send a request and return its result and buffers."""
        return self.wait(self.send(method, **params))

    def heard(self) -> list[dict[str, Any]]:
        """Return the events that have come, waiting for at least one."""
        if not self.events:
            self.events.append(self.inbox.get(timeout=PATIENCE)[0])
        return self.events

    def is_quiet(self) -> bool:
        """Whether nothing has come that was not waited for."""
        try:
            self.inbox.get(timeout=0.2)
        except Empty:
            return True
        return False


def numbers(buffer: bytes, result: dict[str, Any]) -> numpy.ndarray:
    """Return the pixels of an image as the page would read them."""
    pixels = numpy.frombuffer(buffer, numpy.dtype(result["pixels"]).newbyteorder("<"))
    shape = (result["height"], result["width"])
    return (
        pixels.reshape(*shape, -1) if pixels.size != shape[0] * shape[1] else pixels.reshape(shape)
    )
