"""What a transfer does: write a file, copy nodes, or make a node of a file (`uploadjob`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from tiled_jl.atomic import sweep, whole
from tiled_jl.browser.failures import RequestError, describe
from tiled_jl.browser.messages import (
    CopyFailure,
    CopyOutcome,
    Destination,
    Error,
    StartCopy,
    StartTransfer,
    Transfer,
    say,
)
from tiled_jl.errors import NodeExists, TiledError

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened
    from tiled_jl.browser.servers import Servers
    from tiled_jl.clients.container import Container
    from tiled_jl.sync import Summary

MOST_FAILURES = 20
"""So many are told of a copy."""


class Job(Protocol):
    """The work of a transfer, which can be done again when it did not succeed."""

    @property
    def place(self) -> Path | None:
        """The file that is claimed for it, if it writes one."""
        return None

    @property
    def ready(self) -> bool:
        """Whether all is here that it needs."""
        return True

    def describe(self) -> Transfer:
        """Return what is known of it, but for how it goes."""

    def settle(self, taken: Collection[Path]) -> None:
        """Choose a place that no other job has, before an attempt."""
        return

    def run(self, check: Callable[[], None]) -> CopyOutcome | None:
        """Do it; ``check`` raises where it is not wanted any more."""

    def explain(self, failure: Exception) -> Error:
        """Put into words why it did not succeed."""
        return describe(failure)

    def discard(self) -> None:
        """Let go of what it was given; it was stopped, or is taken off the list."""
        return


class FileJob(Job):
    """Writes a node to a file.

    Parameters
    ----------
    opened : Opened
    request : StartTransfer

    Raises
    ------
    RequestError
        If the server does not write such a node in that format, or there is no such folder.
    """

    def __init__(self, opened: Opened, request: StartTransfer) -> None:
        from tiled_jl.browser.exports import extension_of, file_name, folder_of

        self._opened = opened
        self._request = request
        folder = folder_of(request)
        self._file = folder / file_name(request.name, extension_of(opened, request))

    @property
    def place(self) -> Path:
        """The file; it has another name once that one is taken."""
        return self._file

    def describe(self) -> Transfer:
        """Return what is known of it."""
        file = PurePosixPath(self._request.folder, self._file.name)
        return _told(self._request, str(file))

    def settle(self, taken: Collection[Path]) -> None:
        """Choose the first name like this that no file has, and no transfer that is under way."""
        from tiled_jl.browser.exports import names_like

        self._file = next(
            each
            for each in names_like(self._file)
            if each not in taken and not os.path.lexists(each)
        )

    def run(self, check: Callable[[], None]) -> None:
        """Write the file, which appears once it is whole."""
        from tiled_jl.browser.exports import claim, write

        def choose() -> Path:
            check()
            self._file = claim(self._file)
            return self._file

        folder = self._file.parent
        sweep(folder)
        with whole(folder, choose) as file:
            write(self._opened, self._request, file)

    def explain(self, failure: Exception) -> Error:
        """Say what is the matter with the folder, or else with the server."""
        if not isinstance(failure, OSError) or isinstance(failure, TiledError):
            return describe(failure)
        return Error(
            code="internal",
            message=say("The file could not be written."),
            hint=say("Make room, or export to a folder in which you may write."),
            detail=failure.strerror or type(failure).__name__,
            retryable=True,
        )


class CopyJob(Job):
    """Copies a node into a container of this or another server.

    Parameters
    ----------
    opened : Opened
    servers : Servers
    request : StartCopy
    """

    def __init__(self, opened: Opened, servers: Servers, request: StartCopy) -> None:
        self._opened = opened
        self._servers = servers
        self._request = request

    def describe(self) -> Transfer:
        """Return what is known of it."""
        told = _told(self._request, "")
        told.to = Destination(server=self._request.to_server, path=self._request.to_path)
        return told

    def run(self, check: Callable[[], None]) -> CopyOutcome:
        """Copy what is not there yet."""
        try:
            summary = self._copy()
        except NodeExists as there:
            raise RequestError(
                "bad_request",
                say("There is a node already where the copy is to be."),
                say("Choose to leave it, and to copy what is missing."),
                there.message,
            ) from None
        failed = list(summary.failed.items())[:MOST_FAILURES]
        return CopyOutcome(
            copied=len(summary.copied),
            skipped=len(summary.skipped),
            failures=[CopyFailure(path, describe(failure)) for path, failure in failed],
        )

    def _copy(self) -> Summary:
        from tiled_jl.sync import copy

        request = self._request
        with self._servers.using(request.server) as here, self._servers.using(request.to_server):
            node = self._opened.node(request.server, here, request.path, renew=True)
            return copy(
                [(node.item.key, node.client)],
                self._destination(),
                request.on_conflict,
                assets=request.assets,
            )

    def _destination(self) -> Container:
        from tiled_jl.clients.container import Container

        request = self._request
        with self._servers.using(request.to_server) as there:
            client = self._opened.node(request.to_server, there, request.to_path).client
        if not isinstance(client, Container):
            raise RequestError(
                "bad_request",
                say("%1 is no container.", "/".join(request.to_path)),
                say("Choose another destination."),
            )
        return client


def _told(request: StartTransfer | StartCopy, file: str) -> Transfer:
    return Transfer(
        id="",
        kind="copy" if isinstance(request, StartCopy) else "export",
        server=request.server,
        path=request.path,
        file=file,
        state="waiting",
    )
