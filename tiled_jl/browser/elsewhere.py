"""Logins and logouts that other programs of the user make: notebooks, a terminal, other kernels."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from tiled_jl.browser.known import Known
from tiled_jl.browser.servers import Servers

if TYPE_CHECKING:
    from tiled_jl.auth.tokens import Tokens

logger = logging.getLogger("tiled_jl")

INTERVAL = 1.0
"""Seconds between two looks. One reads a small file for each server that is connected."""


class Elsewhere:
    """Watches the store of tokens that all programs share, and follows it.

    Parameters
    ----------
    servers : Servers
    """

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._seen: dict[str, str | None] = {}

    def start(self) -> None:
        """Look from time to time, as long as the process lives."""
        threading.Thread(target=self._run, name="tiled-jl-elsewhere", daemon=True).start()

    def look(self) -> None:
        """Connect again to the servers at which somebody has logged in or out since the last look.

        What was given to this process alone stays as it is.
        """
        for known in self._servers.connected():
            if self._has_news(known):
                self._servers.connect(known.id, anew=True)

    def _has_news(self, known: Known) -> bool:
        if known.context is None or known.api_key is not None:
            return False
        kept, ours = _who(known.context.cached_tokens()), _who(known.context.tokens)
        before = self._seen.get(known.id, kept if known.decided else ours)
        self._seen[known.id] = kept
        # A login that has ended is deleted from the store, which is no news.
        return kept not in (before, ours) and (kept is not None or not known.context.login_ended)

    def _run(self) -> None:
        while True:
            time.sleep(INTERVAL)
            try:
                self.look()
            except Exception:
                logger.warning("The store of logins could not be looked at.", exc_info=True)


def _who(tokens: Tokens | None) -> str | None:
    """Return what tells one person's tokens from another's; they are renewed now and then."""
    return None if tokens is None else str(tokens.claims.get("sub"))
