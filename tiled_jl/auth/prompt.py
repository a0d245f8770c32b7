"""How a person is asked who they are: a protocol, and the terminal's way."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tiled_jl.documents import Provider


@dataclass(frozen=True)
class DeviceCode:
    """A login that a person confirms in a web browser.

    Parameters
    ----------
    uri : str
        What to open there.
    user_code : str
        What to type there.
    interval : float
        Seconds between two questions whether it is done.
    expires_in : float
        Seconds that there are for it.
    device_code : str
        Proves that it was us who began.
    """

    uri: str
    user_code: str
    interval: float
    expires_in: float
    device_code: str = field(repr=False)


class Prompt(Protocol):
    """Asks a person. Any method may raise `tiled_jl.errors.Cancelled`, which ends the login."""

    def ready(self) -> bool:
        """Whether there is a person who can be asked, here and now."""

    def choose(self, providers: Sequence[Provider]) -> Provider:
        """Let the person choose one way to log in among several."""

    def credentials(self, username: str | None, problem: str) -> tuple[str, str]:
        """Ask for a user name and a password.

        Parameters
        ----------
        username : str or None
            The name, where it is known.
        problem : str
            What was wrong with the last ones; empty the first time.
        """

    def show_code(self, code: DeviceCode) -> None:
        """Show where to go and what to type there."""

    def wait(self, seconds_left: float) -> None:
        """Show how long there is. Called about once a second until the login is done."""

    def tell(self, message: str) -> None:
        """Show that the login is done, in the server's words."""


class TerminalPrompt:
    """Asks in a terminal, or by the text fields of a notebook."""

    def ready(self) -> bool:
        """Whether somebody sits there; never from another thread than the main one."""
        if threading.current_thread() is not threading.main_thread():
            return False
        if (kernel := _kernel()) is not None:
            return bool(getattr(kernel, "_allow_stdin", False))
        return sys.stdin is not None and sys.stdin.isatty()

    def choose(self, providers: Sequence[Provider]) -> Provider:
        """Show a numbered list, and ask for a number."""
        print("How do you want to log in?")  # noqa: T201
        for number, each in enumerate(providers, 1):
            print(f"  {number}  {plain(each.provider)}")  # noqa: T201
        while True:
            answer = input(f"1 … {len(providers)}: ").strip()
            if answer.isdecimal() and 1 <= int(answer) <= len(providers):
                return providers[int(answer) - 1]

    def credentials(self, username: str | None, problem: str) -> tuple[str, str]:
        """Ask for the name unless it is known, and for the password without showing it."""
        from getpass import getpass

        if problem:
            print(problem)  # noqa: T201
        return username or input("Username: ").strip(), getpass("Password: ")

    def show_code(self, code: DeviceCode) -> None:
        """Print the link, and open it where the person's browser is on this machine."""
        print(f"Open this link in a web browser:\n\n  {code.uri}\n")  # noqa: T201
        print(f"and enter the code  {code.user_code}")  # noqa: T201
        if is_local():
            import webbrowser

            webbrowser.open(code.uri)

    def wait(self, seconds_left: float) -> None:
        """Count down in one line."""
        minutes, seconds = divmod(max(0, round(seconds_left)), 60)
        print(f"\rWaiting … {minutes}:{seconds:02} left ", end="", flush=True)  # noqa: T201

    def tell(self, message: str) -> None:
        """Print it, over what is left of the countdown."""
        print(f"\r{message:<24}")  # noqa: T201


def is_local() -> bool:
    """Whether a web browser started here would be seen by the person who logs in.

    A kernel may run anywhere, and so may a shell behind SSH.
    """
    if _kernel() is not None or {"SSH_CONNECTION", "SSH_TTY", "JPY_PARENT_PID"} & os.environ.keys():
        return False
    return sys.platform != "linux" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def plain(text: str) -> str:
    """Return a text of the server's that cannot play tricks with a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _kernel() -> Any:
    # IPython is not imported for this: where it runs, it is.
    ipython = sys.modules.get("IPython")
    return getattr(ipython.get_ipython(), "kernel", None) if ipython else None
