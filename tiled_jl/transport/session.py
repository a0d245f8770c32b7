"""The one place that requests go through.

It asks again where that may help, turns failures into the errors of `tiled_jl.errors`, checks that
a body is as long as it was declared to be, and tells the watcher how far it is. A `Courier` carries
what it sends.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar

import httpx
import msgspec

from tiled_jl.auth import advice
from tiled_jl.auth.credentials import Credential
from tiled_jl.auth.flow import Login
from tiled_jl.confidential import confidential
from tiled_jl.errors import Forbidden, NotFound, ResponseError, TiledError, Unauthorized
from tiled_jl.transport import codecs, failures, progress, retry, watch
from tiled_jl.transport.address import Address
from tiled_jl.transport.bodies import Body
from tiled_jl.transport.caching import drop, is_kept, keep
from tiled_jl.transport.courier import Courier
from tiled_jl.transport.landing import Landing
from tiled_jl.transport.link import Link
from tiled_jl.transport.recording import RecordingTransport
from tiled_jl.transport.request import ANY_FILE, JSON, MSGPACK, Reply, Request
from tiled_jl.transport.websocket import Socket

T = TypeVar("T")

DEFAULT_MAX_CONNECTIONS = 10

_LONGEST_ERROR_BODY = 64 * 1024
_REPEATABLE_STATUSES = frozenset({429, 502, 503, 504})
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""How a request fails that has not left this machine."""

_SLOT_TICK = 0.1


class Session:
    """Asks one server, and hands on what it answers.

    Parameters
    ----------
    courier : Courier
        Carries the requests.
    max_connections : int
        How many requests may be under way at once.
    """

    def __init__(self, courier: Courier, max_connections: int) -> None:
        self._courier = courier
        self._policy = retry.Policy()
        self._slots = threading.BoundedSemaphore(max_connections)
        self._process = os.getpid()

    @property
    def address(self) -> Address:
        """The root of the API."""
        return self._courier.address

    @property
    def link(self) -> Link:
        """How fast the connection is."""
        return self._courier.link

    @property
    def recorder(self) -> RecordingTransport:
        """Writes down what is sent and what comes back."""
        return self._courier.recorder

    @property
    def credential(self) -> Credential | Login:
        """Who asks."""
        return self._courier.credential

    @credential.setter
    def credential(self, credential: Credential | Login) -> None:
        self._courier.credential = credential

    def close(self) -> None:
        """Close all connections. Nothing can be sent afterwards."""
        self._courier.close()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._courier.closed

    def fetch(self, request: Request) -> Reply:
        """Ask, and return the whole answer.

        Raises
        ------
        TiledError
            If there is none, or it is an error or not of the media type asked for.
        """
        return self.decoded(request, lambda reply: reply)

    @confidential
    def decoded(self, request: Request, decode: Callable[[Reply], T]) -> T:
        """Ask, and return what the whole answer is decoded to.

        Parameters
        ----------
        request : Request
        decode : callable
            What it raises, this raises. An answer that cannot be decoded is not kept.
        """
        with progress.shown():
            return retry.run(lambda: self._fetch(request, decode), self._policy)

    def document(self, request: Request) -> Any:
        """Ask for a JSON-like document, and return it decoded; None where there is no content."""
        try:
            return self.decoded(request, _decode_document)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise ResponseError(f"{request}: the answer cannot be decoded ({error}).") from error

    @confidential
    def read_into(self, request: Request, view: memoryview) -> None:
        """Ask for exactly so many bytes, and write them where the caller wants them.

        Parameters
        ----------
        request : Request
        view : memoryview
            Of bytes. Undefined after an error.

        Raises
        ------
        ResponseError
            If the answer has any other length.
        """
        with progress.shown():
            retry.run(lambda: self._read_into(request, view), self._policy)

    @confidential
    def stream_to(self, request: Request, file: BinaryIO) -> None:
        """Ask, and write the body to a file as it comes.

        If the connection breaks, the rest is asked for where the server can give it, else all.

        Parameters
        ----------
        request : Request
        file : file
            Binary and seekable. After an error, it ends where it ended before.
        """
        landing = Landing(file)
        try:
            with progress.shown():
                retry.run(lambda: self._stream_to(request, landing), self._policy)
        except BaseException:
            landing.undo()
            raise

    def dial(self, request: Request) -> Socket:
        """Open a WebSocket, with the same headers as other requests have.

        Parameters
        ----------
        request : Request

        Raises
        ------
        tiled_jl.transport.websocket.Refused
            If the server answers, but does not open it.
        TiledError
            If it does not answer.
        """
        self._check_usable()
        self.settle()
        self.credential.prepare()
        return self._courier.dial(request)

    @confidential
    def settle(self) -> None:
        """Learn whether the server wants TLS before anything secret is sent without it."""
        if self._courier.may_tell_secrets:
            return
        with self._slot():
            try:
                self._courier.follow(
                    Request("", public=True, headers=[("Cache-Control", "no-cache")])
                ).close()
            except httpx.TransportError as error:
                self._raise_transport(Request(""), error)
        self._courier.settled = True

    def _fetch(self, request: Request, decode: Callable[[Reply], T]) -> T:
        with self._open(request) as response, self._body(request, response) as body:
            if request.accept == ANY_FILE:
                body.check_delimited()
            reply = Reply(_media_type(response), response.headers, body.whole())
            # First, because decoding may use the body up.
            keep(response, reply.body)
            try:
                return decode(reply)
            except Exception:
                drop(response)
                raise

    def _read_into(self, request: Request, view: memoryview) -> None:
        with self._open(request) as response, self._body(request, response) as body:
            body.into(view)
            keep(response, view)

    def _stream_to(self, request: Request, landing: Landing) -> None:
        rest, before = landing.rest_of(request), landing.done
        try:
            with self._open(rest) as response, self._body(rest, response) as body:
                body.check_delimited()
                landing.begin(response.status_code, response.headers)
                for piece in body.pieces(already=landing.done):
                    landing.write(piece)
        except retry.Again as again:
            again.got_further = landing.can_resume and landing.done > before
            raise

    @contextmanager
    def _body(self, request: Request, response: httpx.Response) -> Iterator[Body]:
        """Give the body of an answer to be read, and learn from how it came."""
        if is_kept(response):
            # How fast a disk is says nothing of the connection.
            yield Body(request, response, Link(loopback=True))
            return
        body = Body(request, response, self.link)
        try:
            yield body
        except ResponseError as error:
            asked_for = response.request.headers["Accept-Encoding"] != codecs.IDENTITY
            if isinstance(error.__cause__, codecs.Implausible) and asked_for:
                self._courier.encodings.distrust(request)
                raise (retry.Again(error, after=0) if request.repeatable else error) from error
            raise
        if response.request.headers["Accept-Encoding"] != codecs.IDENTITY:
            timing = response.headers.get("server-timing", "")
            self._courier.encodings.learn(request, timing, body.received)

    @contextmanager
    def _open(self, request: Request) -> Iterator[httpx.Response]:
        """Send a request, and yield a good answer whose body is still to be read."""
        self._check_usable()
        if not request.public:
            self.settle()
            # Before a slot is taken: it may send requests of its own.
            self.credential.prepare()
        with self._slot():
            try:
                response = self._courier.follow(request)
                try:
                    if response.is_error:
                        self._raise_status(request, response)
                    _check_media_type(request, response)
                    yield response
                finally:
                    response.close()
            except httpx.TransportError as error:
                self._raise_transport(request, error)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        while not self._slots.acquire(timeout=_SLOT_TICK):
            watch.check()
        try:
            yield
        finally:
            self._slots.release()

    def _check_usable(self) -> None:
        if self.closed:
            raise TiledError(
                f"The connection to {self.address.origin} was closed.",
                hint="Connect again: from_uri(uri).",
            )
        if os.getpid() != self._process:
            raise TiledError(
                "This client was made in another process, whose connections cannot be shared.",
                hint="Make a client in each process, or send this one there by pickle.",
            )

    def _raise_transport(self, request: Request, error: httpx.TransportError) -> None:
        failure = failures.from_transport(error, str(request), self.address.origin)
        # The one that httpx gives to its errors has all that was sent.
        error.request = httpx.Request(request.method, self._courier.url(request))
        failure.__cause__ = error
        # A server that has never answered is more likely misspelt than busy.
        first_contact = not self._courier.met and isinstance(
            error, httpx.ConnectError | httpx.ConnectTimeout
        )
        harmless = request.repeatable or isinstance(error, _UNSENT)
        if harmless and not first_contact and "CERTIFICATE" not in str(error):
            raise retry.Again(failure)
        raise failure

    def _raise_status(self, request: Request, response: httpx.Response) -> None:
        body = Body(request, response, self.link).beginning(_LONGEST_ERROR_BODY)
        failure = failures.from_status(
            response.status_code,
            response.headers,
            body,
            method=request.method,
            url=self._courier.url(request),
            asked=str(request),
        )
        if isinstance(failure, Unauthorized):
            failure.credential = self.credential.origin
            failure.hint = advice.on_unauthorized(failure.credential, failure.detail)
            used = response.request.headers.get("Authorization")
            if not request.public and self.credential.doubt(used, failure.detail):
                # What was refused has done nothing, so that all can be asked again.
                raise retry.Again(failure, after=0)
        elif isinstance(failure, NotFound | Forbidden):
            failure.hint += advice.on_not_found(self.credential.origin)
        if request.repeatable and response.status_code in _REPEATABLE_STATUSES:
            after = retry.retry_after(response.headers.get("retry-after"))
            raise retry.Again(failure, after=after)
        raise failure


IN_PROCESS_HOST = "local-tiled-app"
"""The host in the address of an application in this process."""


def _decode_document(reply: Reply) -> Any:
    if not reply.media_type:
        return None
    decode = msgspec.json.decode if reply.media_type == JSON else msgspec.msgpack.decode
    return decode(reply.body)


def _media_type(response: httpx.Response) -> str:
    content_type: str = response.headers.get("content-type", "")
    return content_type.partition(";")[0].strip().lower()


def _check_media_type(request: Request, response: httpx.Response) -> None:
    if response.status_code == httpx.codes.NO_CONTENT:
        return
    given = _media_type(response)
    if given == request.accept or (request.accept, given) == (MSGPACK, JSON):
        return
    disposition = response.headers.get("content-disposition", "")
    if request.accept == ANY_FILE and disposition.startswith("attachment"):
        return
    raise ResponseError(
        f"{request}: the server answered {given or 'something'} where {request.accept} was due.",
        hint="A proxy or a login page may stand in front of it: open the address in a browser.",
    )
