"""What can go wrong, as one small tree.

::

    TiledError
    ├── ConnectionFailed           the server cannot be reached      (an httpx.NetworkError)
    ├── Timeout                    it did not answer in time         (an httpx.TimeoutException)
    ├── NotATiledServer            something else answers at that URI
    ├── ResponseError              the answer is not what it declares to be
    ├── OutOfMemory                it is more than this machine holds  (a MemoryError)
    ├── Cancelled                  the caller asked to stop
    ├── NotYet                     tiled_jl cannot do this yet       (a NotImplementedError)
    ├── LoginFailed                nobody is logged in: refused, abandoned, or nobody there to ask
    ├── ProfileError               a file of profiles cannot be used   (a ValueError)
    │   └── ProfileExists          there is a profile of that name already
    ├── ProfileNotFound            there is no profile of that name    (a KeyError)
    ├── NoSuchKey                  a container has no such child     (a KeyError)
    ├── NodeExists                 there is a node where a copy is to be
    ├── NotJSON                    metadata that JSON cannot hold    (a TypeError)
    └── StatusError                the server refused                (an httpx.HTTPStatusError)
        ├── ClientError            4xx: the request cannot succeed as it is
        │   ├── Unauthorized       401: no credential, a wrong one, or one that lacks a scope
        │   │   └── SessionExpired a login that has ended: log in again
        │   ├── Forbidden          403: known, but not allowed to
        │   ├── NotFound           404: no such node                 (a NoSuchKey as well)
        │   ├── Conflict           409: the key is taken, or data would be lost
        │   ├── Gone               410: a link whose target has vanished
        │   └── TooLarge           400: the answer would pass the server's limit
        └── ServerError            5xx: the server failed

Every error says what was asked, what the server answered and, in `TiledError.hint`, what to do
next. None holds a credential.
"""

# ruff: noqa: N818 - these are named for what happened

from __future__ import annotations

import httpx

MALFORMED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""How code fails over a document or a body that is not of the shape it should be."""


class TiledError(Exception):
    """Anything that goes wrong between tiled_jl and a Tiled server.

    Parameters
    ----------
    message : str
        What was asked and what happened.
    hint : str, optional
        What to do next.

    Attributes
    ----------
    message, hint : str
        As given.
    retryable : bool
        Whether the same request may succeed later.

    Examples
    --------
    >>> try:
    ...     client["no_such_node"]
    ... except TiledError as error:
    ...     print(error.hint, error.retryable)
    Look at the keys that there are: list(container). It may be hidden from you. False
    """

    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class ConnectionFailed(TiledError, httpx.NetworkError):
    """The server cannot be reached, or hung up before it had answered.

    Examples
    --------
    >>> from tiled_jl import from_uri
    >>> from_uri("http://127.0.0.1:9")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.ConnectionFailed: http://127.0.0.1:9 cannot be reached ...
    """

    retryable = True


class Timeout(TiledError, httpx.TimeoutException):
    """The server did not answer in time.

    Examples
    --------
    >>> issubclass(Timeout, httpx.TimeoutException), Timeout.retryable
    (True, True)
    """

    retryable = True


class NotATiledServer(TiledError):
    """Something answers at that address, but it is not a Tiled server.

    Examples
    --------
    >>> from tiled_jl import from_uri
    >>> from_uri(f"{uri}/elsewhere")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.NotATiledServer: ... answers, but not as a Tiled server ...
    """


class ResponseError(TiledError):
    """The server's answer is not what it declares to be, so nothing of it is handed on.

    Examples
    --------
    >>> error = ResponseError("GET array/full/a: 10 bytes came where 16 were due.")
    >>> isinstance(error, StatusError)
    False
    """


class OutOfMemory(TiledError, MemoryError):
    """What was asked for is, by its description, more than this machine can hold.

    Examples
    --------
    >>> issubclass(OutOfMemory, MemoryError)
    True
    """


class Cancelled(TiledError):
    """The caller asked to stop, and it stopped.

    Examples
    --------
    >>> from tiled_jl.transport.watch import watching
    >>> class Impatient:
    ...     def check(self):
    ...         raise Cancelled
    ...     def advance(self, done, total, unit): ...
    >>> with watching(Impatient()):
    ...     client["examples/detector"].read()
    Traceback (most recent call last):
        ...
    tiled_jl.errors.Cancelled: Stopped on request.
    """

    def __init__(self, message: str = "Stopped on request.", *, hint: str = "") -> None:
        super().__init__(message, hint=hint)


class NotYet(TiledError, NotImplementedError):
    """A thing that Tiled can do and this version of tiled_jl cannot.

    Examples
    --------
    >>> issubclass(NotYet, NotImplementedError)
    True
    """


class LoginFailed(TiledError):
    """Nobody is logged in: it was refused or took too long, or nobody is there to be asked.

    Examples
    --------
    >>> client.login()
    Traceback (most recent call last):
        ...
    tiled_jl.errors.LoginFailed: This server has no logins. ...
    """


class ProfileError(TiledError, ValueError):
    """A file of profiles cannot be used as it is.

    Examples
    --------
    >>> issubclass(ProfileError, ValueError)
    True
    """


class ProfileExists(ProfileError):
    """There is a profile of that name already.

    Examples
    --------
    >>> from tiled_jl import create_profile
    >>> file = create_profile("http://127.0.0.1:8000", "beamline")
    >>> create_profile("http://127.0.0.1:8000", "beamline")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.ProfileExists: There is a profile 'beamline' already, in ...
    """


class ProfileNotFound(TiledError, KeyError):
    """There is no profile of that name.

    Examples
    --------
    >>> from tiled_jl import from_profile
    >>> from_profile("nowhere")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.ProfileNotFound: There is no profile 'nowhere'. There are: ...
    """


class NoSuchKey(TiledError, KeyError):
    """A container, or the results of a search, have no child of that name.

    Examples
    --------
    >>> from tiled_jl.queries import FullText
    >>> client["scans"].search(FullText("nickel"))["scan00000"]
    Traceback (most recent call last):
        ...
    tiled_jl.errors.NoSuchKey: There is no 'scan00000' among the results of this search ...
    """


class NodeExists(TiledError):
    """There is a node already where a copy of another is to be.

    Examples
    --------
    >>> from tiled_jl.sync import copy
    >>> node = scratch.create_container("taken")
    >>> copy([("taken", client["examples/spectrum"])], scratch)
    Traceback (most recent call last):
        ...
    tiled_jl.errors.NodeExists: ...
    """


class NotJSON(TiledError, TypeError):
    """Metadata, or what else is to be stored as JSON, holds something that JSON cannot.

    Examples
    --------
    >>> scratch.create_container(metadata={"cell": {1j}})
    Traceback (most recent call last):
        ...
    tiled_jl.errors.NotJSON: ...
    """


class StatusError(TiledError, httpx.HTTPStatusError):
    """The server answered with an error status.

    Parameters
    ----------
    message : str
        What was asked and what the server answered.
    hint : str, optional
        What to do next.
    method, url : str
        The request, its URL free of credentials.
    status : int
        The HTTP status.
    detail : str, optional
        The server's own words.
    correlation_id : str or None, optional
        The identifier under which the server logged the request.

    Notes
    -----
    `request` and `response`, which `httpx.HTTPStatusError` promises, are made anew from these
    parameters: the real ones carry the credential.

    Examples
    --------
    >>> try:
    ...     client["no_such_node"]
    ... except StatusError as error:
    ...     print(error.status, error.detail)
    404 No such entry: ['no_such_node']
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        method: str,
        url: str,
        status: int,
        detail: str = "",
        correlation_id: str | None = None,
    ) -> None:
        request = httpx.Request(method, url)
        response = httpx.Response(status, json={"detail": detail}, request=request)
        httpx.HTTPStatusError.__init__(self, message, request=request, response=response)
        self.message = message
        self.hint = hint
        self.status = status
        self.detail = detail
        self.correlation_id = correlation_id

    @property
    def retryable(self) -> bool:  # type: ignore[override]
        """Whether the same request may succeed later."""
        return self.status in {429, 502, 503, 504}

    def __str__(self) -> str:
        reference = f" [request {self.correlation_id}]" if self.correlation_id else ""
        lines = [self.message + reference, self.hint]
        return "\n".join(line for line in lines if line)

    def __reduce__(self) -> tuple[object, ...]:
        facts = {
            "hint": self.hint,
            "method": self.request.method,
            "url": str(self.request.url),
            "status": self.status,
            "detail": self.detail,
            "correlation_id": self.correlation_id,
        }
        return _rebuild, (type(self), self.message, facts)


def _rebuild(kind: type[StatusError], message: str, facts: dict[str, object]) -> StatusError:
    return kind(message, **facts)  # type: ignore[arg-type]


class ClientError(StatusError):
    """4xx: the request cannot succeed as it is.

    Examples
    --------
    >>> issubclass(NotFound, ClientError), issubclass(ServerError, ClientError)
    (True, False)
    """


class Unauthorized(ClientError):
    """401: no credential, a wrong one, or one that lacks a scope.

    Examples
    --------
    >>> from tiled_jl import from_uri
    >>> from_uri(uri, api_key="wrong")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.Unauthorized: GET metadata/...: the server answered 401, Invalid API key ...
    """

    credential = "anonymous"
    """Where what was shown to the server came from, as `Context.credential` has it."""


class SessionExpired(Unauthorized):
    """401: a login that has ended, because nobody used it for long or because it was revoked.

    Examples
    --------
    >>> issubclass(SessionExpired, Unauthorized)
    True
    """


class Forbidden(ClientError):
    """403: the server knows who asks, and does not allow it.

    Examples
    --------
    >>> issubclass(Forbidden, ClientError)
    True
    """


class NotFound(ClientError, NoSuchKey):
    """404: there is no such node, or it is hidden from this user.

    Examples
    --------
    >>> try:
    ...     client["no_such_node"]
    ... except KeyError as error:
    ...     print(type(error).__name__)
    NotFound
    """


class Conflict(ClientError):
    """409: a node of that key exists, or has children or data that would be lost.

    Examples
    --------
    >>> node = scratch.create_container("taken")
    >>> scratch.create_container("taken")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.Conflict: ...
    """


class Gone(ClientError):
    """410: the node points to something that is no longer there.

    Examples
    --------
    >>> client["broken/broken_links/dangling"]
    Traceback (most recent call last):
        ...
    tiled_jl.errors.Gone: ...
    """


class TooLarge(ClientError):
    """400: the answer would be larger than the server is willing to send at once.

    Attributes
    ----------
    limit : int or None
        The server's limit in bytes, where it names one.

    Examples
    --------
    >>> error = TooLarge("", method="GET", url=uri, status=400, detail="Limit is 300000000 bytes.")
    >>> error.limit
    300000000
    """

    @property
    def limit(self) -> int | None:
        """The server's limit in bytes, where it names one."""
        numbers = [word for word in self.detail.replace(".", " ").split() if word.isdecimal()]
        return int(numbers[0]) if numbers else None


class ServerError(StatusError):
    """5xx: the server failed.

    Examples
    --------
    >>> client["broken/unreadable"].read()
    Traceback (most recent call last):
        ...
    tiled_jl.errors.ServerError: GET array/full/broken/unreadable...: the server answered 500...
    """
