"""What was sent and what came back: written into the log, and into histories."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from tiled_jl.transport import retry
from tiled_jl.transport.caching import is_kept
from tiled_jl.transport.network import READ_INTO
from tiled_jl.transport.redaction import redacted, redacted_headers

log = logging.getLogger("tiled_jl.http")
"""Where one line is written for each answer, at the level DEBUG."""


@dataclass(frozen=True)
class SentRequest:
    """A request as it was sent, without what is secret.

    Parameters
    ----------
    method, url : str
    headers : dict of str to str
        By names in lower case.
    size : int
        Bytes of the body.
    attempt : int
        1, or more where it is asked again.
    """

    method: str
    url: str
    headers: dict[str, str]
    size: int
    attempt: int

    def __str__(self) -> str:
        again = f" (attempt {self.attempt})" if self.attempt > 1 else ""
        return f"{self.method} {self.url}{again}"


@dataclass(frozen=True)
class ReceivedResponse:
    """An answer, once its body has been read as far as anybody wanted it.

    Parameters
    ----------
    request : SentRequest
    status_code : int
    headers : dict of str to str
        By names in lower case, without what is secret.
    size : int
        Bytes of the body that came, as they were sent.
    seconds : float
        From the request to the end of the body.
    from_cache : bool
        Whether the body was kept from an earlier answer.
    """

    request: SentRequest
    status_code: int
    headers: dict[str, str]
    size: int
    seconds: float
    from_cache: bool

    def __str__(self) -> str:
        where = " from the cache" if self.from_cache else ""
        return (
            f"{self.request}: {self.status_code}, {self.size} bytes{where} in {self.seconds:.3f} s"
        )


@dataclass(eq=False)
class History:
    """Requests and answers in the order in which they were sent and have come.

    Parameters
    ----------
    requests : list of SentRequest
        Those that nobody answered as well.
    responses : list of ReceivedResponse
    """

    requests: list[SentRequest] = field(default_factory=list)
    responses: list[ReceivedResponse] = field(default_factory=list)


everywhere: list[History] = []
"""The histories into which all transports write."""


class RecordingTransport(httpx.BaseTransport):
    """Writes down what passes, where anybody wants to know.

    Parameters
    ----------
    transport : httpx.BaseTransport

    Attributes
    ----------
    histories : list of History
        Into which this one writes.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self.histories: list[History] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102
        if not (self._heard or log.isEnabledFor(logging.DEBUG)):
            return self._transport.handle_request(request)
        sent = SentRequest(
            request.method,
            redacted(str(request.url)),
            redacted_headers(request.headers.multi_items()),
            int(request.headers.get("content-length", 0)),
            retry.attempt.get(),
        )
        for history in self._heard:
            history.requests.append(sent)
        began = time.perf_counter()
        try:
            response = self._transport.handle_request(request)
        except httpx.TransportError as error:
            said = f"{type(error).__name__}, {redacted(str(error))}"
            self._log(f"{sent}: {said} in {time.perf_counter() - began:.3f} s")
            raise
        body = _Counted(response, partial(self._received, sent, response, began))
        response.stream = body
        if READ_INTO in response.extensions:
            response.extensions[READ_INTO] = partial(body.into, response.extensions[READ_INTO])
        return response

    @property
    def _heard(self) -> list[History]:
        return [*self.histories, *everywhere]

    def _received(
        self, sent: SentRequest, response: httpx.Response, began: float, size: int
    ) -> None:
        received = ReceivedResponse(
            sent,
            response.status_code,
            redacted_headers(response.headers.multi_items()),
            size,
            time.perf_counter() - began,
            is_kept(response),
        )
        for history in self._heard:
            history.responses.append(received)
        self._log(str(received))

    def _log(self, line: str) -> None:
        # By it, whoever shows the log can choose.
        log.debug("%s", line, extra={"recorder": self})


class _Counted(httpx.SyncByteStream):
    """A body that tells how long it was once it is closed."""

    def __init__(self, response: httpx.Response, tell: Callable[[int], None]) -> None:
        self._stream: Any = response.stream
        self._tell: Callable[[int], None] | None = tell
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._size += len(chunk)
            yield chunk

    def into(self, read_into: Callable[[memoryview], int], view: memoryview) -> int:
        count = read_into(view)
        self._size += count
        return count

    def close(self) -> None:
        self._stream.close()
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell(self._size)
