"""What goes wrong on this side, or on the way; and the root of all errors."""

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
    >>> import httpx
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
