"""What a page is told when a request fails: what happened and what to do, never a secret."""

from __future__ import annotations

import logging

import msgspec

from tiled_jl import errors
from tiled_jl.auth.advice import missing_scopes
from tiled_jl.browser.messages import Error, ErrorCode

logger = logging.getLogger("tiled_jl")


class RequestError(Exception):
    """A request that the kernel side refuses itself, in words meant for a person.

    Parameters
    ----------
    code : str
        One of the protocol's error codes.
    message, hint : str
        What happened, what to do.
    """

    def __init__(self, code: ErrorCode, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.error = Error(code=code, message=message, hint=hint)


CODES: tuple[tuple[type[Exception], ErrorCode], ...] = (
    (errors.Cancelled, "cancelled"),
    (errors.NotYet, "not_yet"),
    (errors.ConnectionFailed, "unreachable"),
    (errors.Timeout, "timeout"),
    (errors.NotATiledServer, "not_a_tiled_server"),
    (errors.ResponseError, "bad_response"),
    (errors.SessionExpired, "expired"),
    (errors.Unauthorized, "unauthorized"),
    (errors.Forbidden, "forbidden"),
    (errors.NotFound, "not_found"),
    (errors.Gone, "not_found"),
    (errors.NoSuchKey, "not_found"),
    (errors.ClientError, "bad_request"),
    (errors.LoginFailed, "unauthorized"),
    (errors.ServerError, "server_error"),
)

WORDS: dict[ErrorCode, tuple[str, str]] = {
    "unauthorized": (
        "The server does not let us in",
        "Log in, or give an API key that this server knows and that allows this.",
    ),
    "expired": ("The login has ended", "Log in again."),
    "forbidden": (
        "The server does not allow this",
        "Ask the owner of the data, or use another API key.",
    ),
    "not_found": (
        "There is no such node",
        "It may have been moved or deleted: refresh the list. It may also be hidden from you.",
    ),
    "server_error": (
        "The server failed",
        "Try again. If it fails again, tell the server's administrator the request id.",
    ),
    "bad_request": (
        "The server refused",
        "Open the node again: it may have been replaced.",
    ),
}
"""What a status of the server means to a person, and what to do, by its code."""

HINTS: dict[ErrorCode, str] = {
    "unreachable": "Check that the server runs and that its address is right, then try again.",
    "timeout": "The server may be busy: try again.",
    "not_a_tiled_server": "Give the address of a Tiled server, such as http://127.0.0.1:8000.",
    "not_found": "It may have been moved or deleted: refresh the list.",
    "bad_response": "Try again: the answer was cut short or damaged on its way.",
}
"""What to do about other failures. A page's reader does not program, as the error's own may."""

LACKING: dict[str, tuple[str, str]] = {
    "anonymous": ("nobody has without a login", "Log in."),
    "login": (
        "your login does not have",
        "Ask whoever runs the server for a role that has it, then log in again.",
    ),
}
"""Who lacks a scope, and how to get it, by where the credential came from."""

LACKING_KEY = (
    "the API key in use does not have",
    "Log in, or use a key that has it: its owner can make one, under API keys… in the menu of "
    "the server.",
)

RETRYABLE: frozenset[ErrorCode] = frozenset(
    {
        "unreachable",
        "timeout",
        "server_error",
        "bad_response",
        "unauthorized",
        "expired",
        "cancelled",
    }
)


def describe(failure: BaseException) -> Error:
    """Put a failure into words for a page.

    Parameters
    ----------
    failure : BaseException
        What a handler raised.

    Returns
    -------
    Error
        For anything unforeseen only its kind: the words of a foreign exception may hold anything.
        Those go to the log of the kernel.
    """
    if isinstance(failure, RequestError):
        return failure.error
    if isinstance(failure, msgspec.ValidationError):
        return Error(
            code="bad_request",
            message=f"The page sent a request that does not fit: {failure}.",
            hint="Reload the page; if that does not help, restart the kernel.",
        )
    if isinstance(failure, errors.TiledError):
        return _of_the_server(failure)
    if isinstance(failure, MemoryError):
        return Error(
            code="internal",
            message="The kernel has no memory left for this.",
            hint="Look at a smaller part, or read it in a notebook in pieces.",
        )
    logger.error("A request of the page failed.", exc_info=failure)
    return Error(
        code="internal",
        message=f"tiled_jl failed to answer ({type(failure).__name__}).",
        hint="The log of this kernel has the details.",
        retryable=True,
    )


def _of_the_server(failure: errors.TiledError) -> Error:
    code: ErrorCode = next((code for kind, code in CODES if isinstance(failure, kind)), "internal")
    message, hint = failure.message, HINTS.get(code) or failure.hint
    request_id = None
    if isinstance(failure, errors.Unauthorized) and (scopes := missing_scopes(failure.detail)):
        return _of_scopes(failure, scopes)
    if isinstance(failure, errors.StatusError):
        request_id = failure.correlation_id
        what, hint = WORDS.get(code, (message, hint))
        message = f"{what} ({failure.status}{': ' if failure.detail else ''}{failure.detail})."
    return Error(
        code=code,
        message=message,
        hint=hint,
        retryable=failure.retryable or code in RETRYABLE,
        request_id=request_id,
    )


def _of_scopes(failure: errors.Unauthorized, scopes: list[str]) -> Error:
    """Say which scopes are missing, and how to get them. To be known to the server is not enough.

    Nothing but a login may help who is anonymous.
    """
    lacks, hint = LACKING.get(failure.credential, LACKING_KEY)
    named = f"scope{'s' if len(scopes) > 1 else ''} {', '.join(scopes)}"
    return Error(
        code="unauthorized" if failure.credential == "anonymous" else "forbidden",
        message=f"This needs the {named}, which {lacks}.",
        hint=hint,
        request_id=failure.correlation_id,
    )
