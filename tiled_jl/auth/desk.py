"""Where a person logs in by themselves, such as a form in a notebook, rather than by answering."""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from tiled_jl.auth.tokens import Tokens

logger = logging.getLogger("tiled_jl")

ENTRY_POINTS = "tiled_jl.login"
"""The group of entry points that offer such a place.

Each is called with the `tiled_jl.Context` that is to be logged in, ``username``, ``provider`` and
``remember_me``. It returns the tokens and whether they are to be kept, once a person has logged in,
or None to leave it to the next. It may raise `tiled_jl.errors.Cancelled`, which ends the login.
"""

Granted = tuple[Tokens, bool]


def ask(
    context: Any, *, username: str | None, provider: str | None, remember_me: bool
) -> Granted | None:
    """Let a person log in where there is a place for it.

    Parameters
    ----------
    context : Context
        Who needs it.
    username, provider : str or None
        What is known already.
    remember_me : bool
        Whether the login is kept, unless the person decides otherwise.

    Returns
    -------
    (Tokens, bool) or None
        The tokens, and whether they are to be kept; None where there is no such place.
    """
    for entry_point in _desks():
        try:
            desk = entry_point.load()
        except ImportError:
            logger.warning("The login %r cannot be used", entry_point.name, exc_info=True)
            continue
        granted: Granted | None = desk(
            context, username=username, provider=provider, remember_me=remember_me
        )
        if granted is not None:
            return granted
    return None


@cache
def _desks() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=ENTRY_POINTS))
