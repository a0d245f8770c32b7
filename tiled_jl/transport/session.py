"""The one place that sends requests.

It keeps credentials within the API that the user named, asks again where that may help, turns
failures into the errors of `tiled_jl.errors`, checks that a body is as long as it was declared to
be, and tells the watcher how far it is.
"""

from __future__ import annotations

import os
import secrets
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar
from urllib.parse import urljoin

import httpx
import msgspec

from tiled_jl.auth import advice
from tiled_jl.auth.credentials import Credential
from tiled_jl.auth.flow import Login
from tiled_jl.auth.headers import OwnHeaders
from tiled_jl.confidential import confidential
from tiled_jl.errors import Forbidden, NotFound, NotYet, ResponseError, TiledError, Unauthorized
from tiled_jl.transport import codecs, failures, progress, retry, watch
from tiled_jl.transport.address import Address, split
from tiled_jl.transport.bodies import Body, Outgoing
from tiled_jl.transport.caching import CachingTransport, drop, is_kept, is_news, keep
from tiled_jl.transport.landing import Landing
from tiled_jl.transport.link import Link
from tiled_jl.transport.network import SocketTransport, environment_proxy
from tiled_jl.transport.recording import RecordingTransport
from tiled_jl.transport.request import ANY_FILE, JSON, MSGPACK, Reply, Request
from tiled_jl.transport.websocket import Dialler, Socket

if TYPE_CHECKING:
    from tiled_jl.transport.cache import Cache
    from tiled_jl.transport.inprocess import Application

T = TypeVar("T")

DEFAULT_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
DEFAULT_MAX_CONNECTIONS = 10

_MOST_REDIRECTS = 5
_LONGEST_ERROR_BODY = 64 * 1024
_LONGEST_SHOWN = 300
_REPEATABLE_STATUSES = frozenset({429, 502, 503, 504})
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""How a request fails that has not left this machine."""

_SLOT_TICK = 0.1


class Session:
    """Sends requests to one server.

    Parameters
    ----------
    address : Address
        The root of the API; may turn from http to https when the server asks for it.
    credential : Credential or Login
        Who asks. It may be replaced at any time.
    headers : mapping
        To send with every request, to this server only.
    timeout : float, httpx.Timeout or None
        Seconds to wait for the server, each time; by default 10 to connect, 60 for data.
    verify : bool, str or ssl.SSLContext
        How to check the server's certificate.
    max_connections : int
        How many requests may be under way at once.
    trust_env : bool
        Whether to use the proxies that the environment sets (never for this machine).
    app : callable or None
        An ASGI application to ask instead of a server.
    cache : Cache or None
        Where answers are kept.

    Attributes
    ----------
    link : Link
        How fast the connection is.
    recorder : RecordingTransport
        Writes down what is sent and what comes back.
    """

    def __init__(
        self,
        address: Address,
        *,
        credential: Credential | Login,
        headers: Mapping[str, str],
        timeout: float | httpx.Timeout | None,
        verify: bool | str | ssl.SSLContext,
        max_connections: int,
        trust_env: bool,
        app: Application | None = None,
        cache: Cache | None = None,
    ) -> None:
        self.address = address
        self.credential: Credential | Login = credential
        self._headers = OwnHeaders(headers)
        self._timeout = DEFAULT_TIMEOUT if timeout is None else httpx.Timeout(timeout)
        self._policy = retry.Policy()
        self.link = Link(loopback=app is not None or address.is_loopback)
        self._encodings = codecs.Encodings(self.link)
        self._slots = threading.BoundedSemaphore(max_connections)
        self._settled = app is not None
        self._met = False
        # Not within an httpx.Client, whose cookies and redirects are not for us.
        self._transport: httpx.BaseTransport
        self._dialler: Dialler | None = None
        if app is not None:
            # Here, because it needs asyncio, which takes longer to import than all the rest.
            from tiled_jl.transport.inprocess import AppTransport

            self._transport = AppTransport(app)
        else:
            proxied = trust_env and not address.is_loopback
            proxy = environment_proxy(address.scheme, address.host) if proxied else None
            self._transport = SocketTransport(
                verify=verify, proxy=proxy, max_connections=max_connections
            )
            self._dialler = Dialler(verify, proxy, self._timeout.connect)
        if cache is not None:
            # Which application answers, or whose certificate is shown, no request tells.
            untold = app is not None or isinstance(verify, ssl.SSLContext)
            realm = secrets.token_hex() if untold else ""
            self._transport = CachingTransport(self._transport, cache, realm)
        self.recorder = RecordingTransport(self._transport)
        self._close = weakref.finalize(self, self._transport.close)
        self._process = os.getpid()

    def close(self) -> None:
        """Close all connections. Nothing can be sent afterwards."""
        self._close()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return not self._close.alive

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
        if self._dialler is None:
            raise NotYet(
                "An application in this process has no live data.",
                hint="Start it as a server, and connect to that: from_uri(uri).",
            )
        self.settle()
        self.credential.prepare()
        message = httpx.Request(
            "GET",
            f"{self.address}{request.route}{request.query}",
            headers=self._headers_for(request),
        )
        if self.credential.auth is not None:
            message = next(self.credential.auth.sync_auth_flow(message))
        return self._dialler.dial(message)

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
                self._encodings.distrust(request)
                raise (retry.Again(error, after=0) if request.repeatable else error) from error
            raise
        if response.request.headers["Accept-Encoding"] != codecs.IDENTITY:
            timing = response.headers.get("server-timing", "")
            self._encodings.learn(request, timing, body.received)

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
                response = self._follow(request)
                try:
                    if response.is_error:
                        self._raise_status(request, response)
                    _check_media_type(request, response)
                    yield response
                finally:
                    response.close()
            except httpx.TransportError as error:
                self._raise_transport(request, error)

    def _follow(self, request: Request) -> httpx.Response:
        """Send a request, and follow redirects as far as they stay within the API."""
        url = self._url(request)
        for _ in range(_MOST_REDIRECTS):
            response = self._send(request, url)
            self._met = True
            location = response.headers.get("location") if response.is_redirect else None
            if location is None:
                self._settled = self._settled or is_news(response)
                return response
            response.close()
            url = self._redirected(request, response.status_code, _joined(url, location))
        raise ResponseError(f"{request}: the server redirects again and again.")

    def _send(self, request: Request, url: str) -> httpx.Response:
        watch.check()
        message = httpx.Request(
            request.method,
            url,
            headers=self._headers_for(request),
            stream=None if request.content is None else Outgoing(request.content),
            extensions={"timeout": self._timeout.as_dict()},
        )
        # Which httpx leaves out where it does not make the body itself.
        message.headers.setdefault("Host", message.url.netloc.decode("ascii"))
        began = time.perf_counter()
        response = self._answer(message, self.credential.auth if self._may_tell(request) else None)
        if request.content is None:
            timing = response.headers.get("server-timing", "")
            self.link.answered(time.perf_counter() - began, timing)
        return response

    def _answer(self, message: httpx.Request, auth: httpx.Auth | None) -> httpx.Response:
        """Send a message, and what else a way to authenticate wants to have sent."""
        flow = None if auth is None else auth.sync_auth_flow(message)
        if flow is not None:
            message = next(flow)
        while True:
            response = self.recorder.handle_request(message)
            response.request = message
            if flow is None:
                return response
            try:
                message = flow.send(response)
            except StopIteration:
                return response
            except BaseException:
                response.close()
                raise
            response.close()

    def _url(self, request: Request) -> str:
        return f"{self.address}{request.route}{request.query}"

    def _redirected(self, request: Request, status: int, url: str) -> str:
        keeps_method = request.method in {"GET", "HEAD"} or status in {307, 308}
        if keeps_method and (secure := self.address.upgraded(url)):
            self.address = secure
        if keeps_method and (target := self.address.within(url)):
            return target
        parts = split(url)
        where = "what is no address"
        if parts is not None:
            where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[
                :_LONGEST_SHOWN
            ]
        raise ResponseError(
            f"{request}: the server redirects to {where}, which is not part of {self.address}. "
            "Nothing was sent there.",
            hint="If that is the right address, use it in from_uri.",
        )

    def _headers_for(self, request: Request) -> httpx.Headers:
        headers = httpx.Headers(
            {
                "Accept": request.accept,
                "Accept-Encoding": self._encodings.accept(request),
                "User-Agent": _user_agent(),
            }
        )
        if request.content is not None:
            headers["Content-Type"] = request.content_type
            headers["Content-Length"] = str(memoryview(request.content).nbytes)
        headers.update(request.headers)
        if not (self._settled or self.address.is_confidential):
            return headers
        headers.update(self._headers)
        credential = self.credential
        theirs = credential.origin != "argument" and "Authorization" in self._headers
        if credential.header is not None and self._may_tell(request) and not theirs:
            headers["Authorization"] = credential.header
        return headers

    def _may_tell(self, request: Request) -> bool:
        """Whether a request may carry the credential, now that it is sent."""
        return not request.public and (self._settled or self.address.is_confidential)

    @confidential
    def settle(self) -> None:
        """Learn whether the server wants TLS before anything secret is sent without it."""
        if self._settled or self.address.is_confidential:
            return
        with self._slot():
            try:
                self._follow(
                    Request("", public=True, headers=[("Cache-Control", "no-cache")])
                ).close()
            except httpx.TransportError as error:
                self._raise_transport(Request(""), error)
        self._settled = True

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
        error.request = httpx.Request(request.method, self._url(request))
        failure.__cause__ = error
        # A server that has never answered is more likely misspelt than busy.
        first_contact = not self._met and isinstance(
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
            url=self._url(request),
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


@cache
def _user_agent() -> str:
    # Not httpx's, and above all not "python-tiled/…", which makes servers treat us as that client.
    from importlib.metadata import version

    return f"tiled_jl/{version('tiled-jl')}"


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


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
