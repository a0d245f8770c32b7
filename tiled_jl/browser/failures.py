"""What a page is told when a request fails: what happened and what to do, never a secret."""

from __future__ import annotations

import logging

import msgspec

from tiled_jl import errors
from tiled_jl.auth.advice import missing_scopes
from tiled_jl.browser.messages import Error, ErrorCode, Words, say, say_many

logger = logging.getLogger("tiled_jl")


class RequestError(Exception):
    """A request that the kernel side refuses itself, in words meant for a person.

    Parameters
    ----------
    code : str
        One of the protocol's error codes.
    message : Words
        What happened.
    hint : Words, optional
        What to do.
    detail : str, optional
        What a program said of it.
    """

    def __init__(
        self, code: ErrorCode, message: Words, hint: Words | None = None, detail: str = ""
    ) -> None:
        super().__init__(str(message))
        self.error = Error(code=code, message=message, hint=hint, detail=detail)


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

WORDS: dict[ErrorCode, tuple[Words, Words | None]] = {
    "cancelled": (say("This was stopped."), None),
    "not_yet": (say("That cannot be done here yet."), None),
    "unreachable": (
        say("There is no connection to the server."),
        say("Check that the server runs and that its address is right, then try again."),
    ),
    "timeout": (
        say("The server has not answered in time."),
        say("The server may be busy: try again."),
    ),
    "not_a_tiled_server": (
        say("At this address there is no Tiled server."),
        say("Give the address of a Tiled server, such as %1.", "http://127.0.0.1:8000"),
    ),
    "bad_response": (
        say("The answer of the server cannot be used."),
        say("Try again: the answer was cut short or damaged on its way."),
    ),
    "unauthorized": (
        say("The server does not let us in."),
        say("Log in, or give an API key that this server knows and that allows this."),
    ),
    "expired": (say("The login has ended."), say("Log in again.")),
    "forbidden": (
        say("The server does not allow this."),
        say("Ask the owner of the data, or use another API key."),
    ),
    "not_found": (
        say("There is no such node."),
        say("It may have been moved or deleted: refresh the list. It may also be hidden from you."),
    ),
    "bad_request": (
        say("The server refused."),
        say("Open the node again: it may have been replaced."),
    ),
    "server_error": (
        say("The server failed."),
        say("Try again. If it fails again, tell the server's administrator the request id."),
    ),
    "internal": (say("This could not be done."), None),
}
"""What happened and what to do, by its code: the words of an error are for those who program."""

MORE_WORDS: dict[type[Exception], tuple[Words, Words]] = {
    errors.OutOfMemory: (
        say("This is more than the memory of the kernel holds."),
        say("Look at a smaller part, or read it in a notebook in pieces."),
    ),
    errors.TooLarge: (
        say("This is more than the server gives at once."),
        say("Look at a smaller part."),
    ),
    errors.Conflict: (
        say("The server has something else there already."),
        say("Refresh the list, and look what it is."),
    ),
    errors.LoginFailed: (say("Nobody is logged in."), say("Log in.")),
    errors.ProfileNotFound: (
        say("The profile is not there any more."),
        say("Add the server by its URI."),
    ),
    errors.ProfileError: (
        say("A profile on this computer cannot be used."),
        say("Correct its file, then try again."),
    ),
}
"""The same where an error is more than its code tells."""

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
            message=say("The page sent a request that does not fit."),
            hint=say("Reload the page; if that does not help, restart the kernel."),
            detail=f"{failure}",
        )
    if isinstance(failure, errors.TiledError):
        return _of_the_server(failure)
    if isinstance(failure, MemoryError):
        return Error(
            code="internal",
            message=say("The kernel has no memory left for this."),
            hint=say("Look at a smaller part, or read it in a notebook in pieces."),
        )
    logger.error("A request of the page failed.", exc_info=failure)
    return Error(
        code="internal",
        message=say("%1 failed to answer (%2).", "tiled_jl", type(failure).__name__),
        hint=say("The log of this kernel has the details."),
        retryable=True,
    )


def _of_the_server(failure: errors.TiledError) -> Error:
    if isinstance(failure, errors.Unauthorized) and (scopes := missing_scopes(failure.detail)):
        return _of_scopes(failure, scopes)
    code: ErrorCode = next((code for kind, code in CODES if isinstance(failure, kind)), "internal")
    message, hint = next(
        (words for kind, words in MORE_WORDS.items() if isinstance(failure, kind)), WORDS[code]
    )
    error = Error(code, message, hint, retryable=failure.retryable or code in RETRYABLE)
    if isinstance(failure, errors.StatusError):
        error.detail = f"{failure.status} {failure.detail}".rstrip()
        error.request_id = failure.correlation_id
    elif code != "cancelled":
        error.detail = failure.message
    return error


def _of_scopes(failure: errors.Unauthorized, scopes: list[str]) -> Error:
    """Say which scopes are missing, and how to get them. To be known to the server is not enough.

    Nothing but a login may help who is anonymous.
    """
    message, hint = _lacking(failure.credential, len(scopes), ", ".join(scopes))
    code: ErrorCode = "unauthorized" if failure.credential == "anonymous" else "forbidden"
    return Error(code=code, message=message, hint=hint, request_id=failure.correlation_id)


def _lacking(credential: str, number: int, names: str) -> tuple[Words, Words]:
    if credential == "anonymous":
        return say_many(
            "This needs the scope %3, which nobody has without a login.",
            "This needs the scopes %3, which nobody has without a login.",
            number,
            names,
        ), say("Log in.")
    if credential == "login":
        return say_many(
            "This needs the scope %3, which your login does not have.",
            "This needs the scopes %3, which your login does not have.",
            number,
            names,
        ), say("Ask whoever runs the server for a role that has it, then log in again.")
    return say_many(
        "This needs the scope %3, which the API key in use does not have.",
        "This needs the scopes %3, which the API key in use does not have.",
        number,
        names,
    ), say(
        "Log in, or use a key that has it: its owner can make one, under API keys… in the menu "
        "of the server."
    )
