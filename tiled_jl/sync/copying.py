"""Copying nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.container import Container
from tiled_jl.sync.contents import Assets
from tiled_jl.sync.selection import pairs_of
from tiled_jl.sync.summary import Summary
from tiled_jl.sync.tally import Tally
from tiled_jl.sync.walk import OnConflict, Walk
from tiled_jl.transport import progress, watch


def copy(
    source: BaseClient | Iterable[Any],
    dest: Container,
    on_conflict: OnConflict = "error",
    *,
    assets: Assets = "copy",
) -> Summary:
    """Copy nodes, with all that is below them, into a container of this or another server.

    Keys, metadata, specs, access tags, chunks and partitions stay as they are. Data travel piece by
    piece, a few at the same time: no more than some chunks or partitions are ever in memory. What
    cannot be copied is noted in the summary, and the rest goes on.

    A copy that was interrupted, however that happened, is completed by running it again: nodes that
    are not whole yet bear a mark in their metadata, ``_tiled_jl_copy``.

    Parameters
    ----------
    source : BaseClient or iterable
        A container or the results of a search, whose children are copied; or another node, such as
        an array, a table or a dataset; or clients or pairs of a key and a client, such as a slice
        of `Container.items`. What a search found deep down goes by its own key.
    dest : Container
        What is to hold the copies.
    on_conflict : {"error", "warn", "skip"}, optional
        What to do where there is a node of the same key already: raise an error, or leave it as it
        is, with a warning or without; of containers with the same specs, what is missing in them
        is copied then.
    assets : {"copy", "reference"}, optional
        What to do about data in files that the server does not keep itself: read them and write
        them to the other server, or tell that where the files are. It has to be able to read them.

    Returns
    -------
    Summary
        What was copied, skipped and failed.

    Raises
    ------
    NodeExists
        If there are such nodes already, and ``on_conflict="error"``.
    ConnectionFailed, Timeout
        If one of the servers cannot be reached any more.
    Cancelled
        If a watcher of this thread stopped it.
    TypeError, ValueError
        If the parameters are not what they should be; nothing is sent then.

    Examples
    --------
    >>> from tiled_jl.sync import copy
    >>> copy(client["examples"].items()[1:3], scratch)
    <Summary: copied 2 (7.2 MB), skipped 0, failed 0>
    """
    for name, value, known in (
        ("on_conflict", on_conflict, get_args(OnConflict)),
        ("assets", assets, get_args(Assets)),
    ):
        if value not in known:
            raise ValueError(f"{name} is {' or '.join(map(repr, known))}, not {value!r}")
    if not isinstance(dest, Container):
        raise TypeError(f"The destination is a container, not {dest!r}.")
    with progress.shown():
        tally = Tally(watch.current())
        walk = Walk(dest, on_conflict, assets, tally)
        with watch.watching(tally):
            try:
                walk.run(pairs_of(source))
            except BaseException as error:
                if walk.summary != Summary():
                    error.add_note(f"{walk.summary!r}\nRun it again to complete the copy.")
                raise
    return walk.summary
