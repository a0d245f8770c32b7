"""The walk through what is to be copied, and what to do where there is something already."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NoReturn

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.container import Container
from tiled_jl.clients.creation import create
from tiled_jl.clients.listing import DEFAULT_FIELDS
from tiled_jl.clients.registry import Registry
from tiled_jl.clients.removal import remove
from tiled_jl.clients.together import key_batches
from tiled_jl.documents import Item
from tiled_jl.errors import Cancelled, Conflict, NodeExists, ServerError, SessionExpired, TiledError
from tiled_jl.queries import KeysFilter
from tiled_jl.sync.contents import CLIENTS, Assets, Contents, Piece, contents_of
from tiled_jl.sync.marks import Mark, Marked, mark_of
from tiled_jl.sync.selection import (
    Pair,
    check_outside,
    check_whole,
    children_of,
    in_batches,
)
from tiled_jl.sync.summary import Summary
from tiled_jl.sync.tally import Tally
from tiled_jl.transport import watch
from tiled_jl.transport.gather import gather

OnConflict = Literal["error", "warn", "skip"]

_ROUND = 8
"""Pieces between two looks at the clock."""

_NOTE_EVERY = 10.0
"""Seconds of writing that an interruption may cost."""

_REASONS = (TiledError, ImportError, OSError, TypeError, ValueError)
"""Why one node cannot be copied while others may."""


@dataclass(frozen=True)
class _Place:
    """Where a copy goes: the container, its key in there, and its path below the destination."""

    parent: Container
    key: str
    path: str


class Walk:
    """One run of `copy`.

    Parameters
    ----------
    dest, on_conflict, assets
        As of `copy`.
    tally : Tally
        Is told of what is written.
    """

    def __init__(
        self, dest: Container, on_conflict: OnConflict, assets: Assets, tally: Tally
    ) -> None:
        self.summary = Summary()
        # By their families alone: the class that a spec asks for may show other children.
        self._registry = Registry()
        self._dest = Container(dest.context, dest._item, self._registry)
        self._on_conflict = on_conflict
        self._assets = assets
        self._tally = tally
        self._first: Marked | None = None
        """The first node that was completed. It keeps its mark until all others are, so that an
        interrupted copy is always known by a mark."""

    def run(self, pairs: Iterable[Pair]) -> None:
        """Copy nodes into the destination itself."""
        resuming = False
        for batch in in_batches(pairs):
            for _, client in batch:
                check_outside(self._dest, client)
            there = self._there(self._dest, [key for key, _ in batch])
            marks = {key: mark_of(item) for key, item in there.items()}
            resuming = resuming or any(marks.values())
            if self._on_conflict == "error" and there and not resuming:
                self._refuse(self._dest, [key for key, _ in batch if key in there])
            self._copy_each(batch, self._dest, there, resuming)
        if self._first is not None:
            self._first.finish()

    def _copy_each(
        self,
        batch: list[Pair],
        parent: Container,
        there: dict[str, Item],
        resuming: bool,
    ) -> None:
        above = parent.path_parts[len(self._dest.path_parts) :]
        for key, client in batch:
            watch.check()
            place = _Place(parent, key, "/".join([*above, key]))
            try:
                self._copy(client, place, there.get(key), resuming)
            except _REASONS as error:
                if _ends_all(error):
                    raise
                self.summary.failed[place.path] = error
            finally:
                self.summary.nbytes = self._tally.done

    def _copy(self, client: BaseClient, place: _Place, found: Item | None, resuming: bool) -> None:
        """Copy one node, or complete it."""
        check_whole(client)
        contents, context = contents_of(client, self._assets), place.parent.context
        mark = Mark(client.uri, contents.assets, len(contents.pieces))
        if found is not None:
            known = mark_of(found)
            if known is None or known.source != mark.source:
                self._leave(client, place, found, contents, resuming)
                return
            if _can_go_on(found, known, contents):
                mark = known
            else:
                # Servers stumble over files that were never written, and forget the node all the
                # same.
                with suppress(ServerError):
                    remove(context, found.path_parts, recursive=True, external_only=False)
                found = None
        is_new = found is None
        if found is None:
            try:
                found = self._create(client, place, contents, mark)
            except Conflict:
                self._conflict(place)
                return
        kind = CLIENTS.get(contents.family, BaseClient)
        made = Marked(kind(context, found, self._registry), mark)
        self._write(made, contents)
        if contents.is_listed:
            target = Container(context, found, self._registry)
            self._copy_children(client, target, is_new=is_new, resuming=True)
        self._complete(made, place)

    def _leave(
        self,
        client: BaseClient,
        place: _Place,
        found: Item,
        contents: Contents,
        resuming: bool,
    ) -> None:
        """Leave a node that was there as it is, save for what is missing in a container."""
        alike = _is_alike(found, client, contents)
        if resuming and alike:
            self.summary.skipped.append(place.path)
        else:
            self._conflict(place)
        if alike and contents.is_listed:
            target = Container(place.parent.context, found, self._registry)
            self._copy_children(client, target, is_new=False, resuming=resuming)

    def _copy_children(
        self, client: BaseClient, target: Container, *, is_new: bool, resuming: bool
    ) -> None:
        source = Container(client.context, client._item, self._registry)
        for batch in in_batches(children_of(source)):
            there = {} if is_new else self._there(target, [key for key, _ in batch])
            self._copy_each(batch, target, there, resuming)

    def _create(self, client: BaseClient, place: _Place, contents: Contents, mark: Mark) -> Item:
        metadata, specs, access_tags = client.metadata_copy()
        return create(
            place.parent.context,
            place.parent.path_parts,
            contents.family,
            contents.sources,
            key=place.key,
            metadata=metadata | mark.to_json(),
            specs=specs,
            access_tags=access_tags or None,
        )

    def _write(self, made: Marked, contents: Contents) -> None:
        """Write what has not arrived yet."""
        pieces, noted = contents.pieces, time.monotonic()
        for start in range(made.mark.done, len(pieces), _ROUND):
            if time.monotonic() - noted > _NOTE_EVERY:
                made.advance(start)
                noted = time.monotonic()
            tasks = [
                partial(self._write_piece, piece, made.client)
                for piece in pieces[start : start + _ROUND]
            ]
            gather(tasks, at_once=contents.at_once)

    def _write_piece(self, piece: Piece, target: BaseClient) -> None:
        self._tally.add(piece(target))

    def _complete(self, made: Marked, place: _Place) -> None:
        if self._first is None and place.parent is self._dest:
            made.advance(made.mark.pieces)
            self._first = made
        else:
            made.finish()
        self.summary.copied.append(place.path)

    def _there(self, container: Container, keys: list[str]) -> dict[str, Item]:
        """Return those nodes of a container that have one of the keys."""
        fields = (*DEFAULT_FIELDS, "structure")
        return {
            item.key: item
            for some in key_batches(keys)
            for item in container.search(KeysFilter(some))._items(0, None, fields=fields)
        }

    def _conflict(self, place: _Place) -> None:
        if self._on_conflict == "error":
            self._refuse(place.parent, [place.key])
        if self._on_conflict == "warn":
            warnings.warn(
                f"There is a node {place.path!r} already, which is left as it is.", stacklevel=2
            )
        self.summary.skipped.append(place.path)

    def _refuse(self, parent: Container, keys: list[str]) -> NoReturn:
        named = ", ".join(map(repr, keys[:10])) + (", …" if len(keys) > 10 else "")
        raise NodeExists(
            f"There is {named} already in {parent._name}.",
            hint="To leave what is there and copy what is missing: on_conflict='skip' or 'warn'.",
        )


def _can_go_on(found: Item, mark: Mark, contents: Contents) -> bool:
    """Whether what has been written of a node may stay, and the rest be added."""
    same = (found.structure_family, _structure(found), mark.assets, mark.pieces) == (
        contents.family,
        contents.structure,
        contents.assets,
        len(contents.pieces),
    )
    return same and (contents.repeatable or mark.done == mark.pieces)


def _is_alike(found: Item, client: BaseClient, contents: Contents) -> bool:
    """Whether a node is of the same kind as the copy of another would be."""
    return (found.structure_family, found.specs, _structure(found)) == (
        contents.family,
        client.specs,
        contents.structure,
    )


def _structure(item: Item) -> Any:
    return None if item.structure_family == "container" else item.structure


def _ends_all(error: Exception) -> bool:
    """Whether other nodes would fail for the same reason, or are not to be copied any more."""
    return getattr(error, "retryable", False) or isinstance(
        error, Cancelled | NodeExists | SessionExpired
    )
