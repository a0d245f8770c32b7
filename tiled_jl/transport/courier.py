"""Carries a request to the server and brings the answer, whatever that is.

It keeps credentials within the API that the user named: it follows no redirect that leaves it, and
says nothing secret before the server has had the chance to ask for TLS.
"""

from __future__ import annotations

import secrets
import ssl
import time
import weakref
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from tiled_jl.auth.credentials import Credential
from tiled_jl.auth.flow import Login
from tiled_jl.auth.headers import OwnHeaders
from tiled_jl.errors import NotYet, ResponseError
from tiled_jl.transport import codecs, watch
from tiled_jl.transport.address import Address, split
from tiled_jl.transport.bodies import Outgoing
from tiled_jl.transport.caching import CachingTransport, is_news
from tiled_jl.transport.link import Link
from tiled_jl.transport.network import SocketTransport, environment_proxy
from tiled_jl.transport.recording import RecordingTransport
from tiled_jl.transport.request import Request
from tiled_jl.transport.websocket import Dialler, Socket

if TYPE_CHECKING:
    from tiled_jl.transport.cache import Cache
    from tiled_jl.transport.inprocess import Application

DEFAULT_TIMEOUT = httpx.Timeout(60.0, connect=10.0)

_MOST_REDIRECTS = 5
_LONGEST_SHOWN = 300


class Courier:
    """Sends messages to one server.

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
        How many connections may be open at once.
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
    encodings : tiled_jl.transport.codecs.Encodings
        Which encodings it is worth asking for.
    recorder : RecordingTransport
        Writes down what is sent and what comes back.
    settled : bool
        Whether the server has had the chance to ask for TLS.
    met : bool
        Whether the server has ever answered.
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
        self.link = Link(loopback=app is not None or address.is_loopback)
        self.encodings = codecs.Encodings(self.link)
        self.settled = app is not None
        self.met = False
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

    def close(self) -> None:
        """Close all connections. Nothing can be sent afterwards."""
        self._close()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return not self._close.alive

    @property
    def may_tell_secrets(self) -> bool:
        """Whether nobody on the way can read along, or else the server wants no TLS."""
        return self.settled or self.address.is_confidential

    def url(self, request: Request) -> str:
        """Return the URL that a request is sent to."""
        return f"{self.address}{request.route}{request.query}"

    def follow(self, request: Request) -> httpx.Response:
        """Send a request, and return the answer, whose body is still to be read.

        Redirects are followed as far as they stay within the API.

        Raises
        ------
        ResponseError
            If they do not.
        httpx.TransportError
            If there is no answer.
        """
        url = self.url(request)
        for _ in range(_MOST_REDIRECTS):
            response = self._send(request, url)
            self.met = True
            location = response.headers.get("location") if response.is_redirect else None
            if location is None:
                self.settled = self.settled or is_news(response)
                return response
            response.close()
            url = self._redirected(request, response.status_code, _joined(url, location))
        raise ResponseError(f"{request}: the server redirects again and again.")

    def dial(self, request: Request) -> Socket:
        """Open a WebSocket, with the same headers as other requests have; see `Session.dial`."""
        if self._dialler is None:
            raise NotYet(
                "An application in this process has no live data.",
                hint="Start it as a server, and connect to that: from_uri(uri).",
            )
        message = httpx.Request("GET", self.url(request), headers=self._headers_for(request))
        if self.credential.auth is not None:
            message = next(self.credential.auth.sync_auth_flow(message))
        return self._dialler.dial(message)

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
                "Accept-Encoding": self.encodings.accept(request),
                "User-Agent": _user_agent(),
            }
        )
        if request.content is not None:
            headers["Content-Type"] = request.content_type
            headers["Content-Length"] = str(memoryview(request.content).nbytes)
        headers.update(request.headers)
        if not self.may_tell_secrets:
            return headers
        headers.update(self._headers)
        credential = self.credential
        theirs = credential.origin != "argument" and "Authorization" in self._headers
        if credential.header is not None and self._may_tell(request) and not theirs:
            headers["Authorization"] = credential.header
        return headers

    def _may_tell(self, request: Request) -> bool:
        """Whether a request may carry the credential, now that it is sent."""
        return not request.public and self.may_tell_secrets


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
