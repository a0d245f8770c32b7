"""Logging in to a server, and out of it."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.servers import Server
from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words


class LoginWay(Message):
    """One way to log in: by a password, or by a visit to a web page."""

    provider: str
    mode: Literal["password", "browser"]


class LoginWaysResult(Message):
    """How a server lets people log in."""

    ways: list[LoginWay]
    """None where it knows API keys only."""
    username: str | None = None
    """Who is expected, where that is known."""
    remember: bool = True
    """Whether the login is kept, unless the person decides otherwise."""
    waiting: bool = False
    """A cell of the notebook waits for the login."""


class LoginWays(Request[LoginWaysResult]):
    """Ask how a server lets people log in. Anyone may know that."""

    method: ClassVar[str] = "login.ways"
    server: str


class LoginResult(Message):
    """Somebody has logged in."""

    message: Words | str
    """How the server welcomes them: a text is its own."""


class LogIn(Request[LoginResult]):
    """Log in by a user name and a password."""

    method: ClassVar[str] = "login.password"
    server: str
    provider: str
    username: str
    password: str
    remember: bool = True
    """Keep the login on this computer, for this and other programs of the user."""


class LoginCodeResult(Message):
    """What a person does in a web browser to log in."""

    uri: str
    """What to open."""
    user_code: str
    """What to type there."""
    seconds: float
    """How long there is for it."""


class LoginCode(Request[LoginCodeResult]):
    """Begin a login that is confirmed in a web browser."""

    method: ClassVar[str] = "login.code"
    server: str
    provider: str


class AwaitLogin(Request[LoginResult]):
    """Wait until a login is confirmed in a web browser. Cancelling the request ends it."""

    method: ClassVar[str] = "login.await"
    server: str
    user_code: str
    remember: bool = True


class RefuseResult(Message):
    """The cell knows."""


class RefuseLogin(Request[RefuseResult]):
    """Tell the cell that waits for a login that there will be none."""

    method: ClassVar[str] = "login.refuse"
    server: str


class LogOut(Request[Server]):
    """Forget the login or the API key for a server, here and on the disk."""

    method: ClassVar[str] = "login.end"
    server: str
