"""What a server refuses, or fails at: an error for each status that callers tell apart."""

# ruff: noqa: N818 - these are named for what happened

from __future__ import annotations

import httpx

from tiled_jl.errors.local import NoSuchKey, TiledError


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
