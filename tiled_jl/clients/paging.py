"""Children of a container one after the other: the next page comes while this one is used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

from tiled_jl.clients.listing import Page
from tiled_jl.documents import Item
from tiled_jl.transport.gather import Ahead

AskPage = Callable[[int, int | None, int], Page]
"""Asks for a page, by offset, cursor and limit."""

AskItems = Callable[[int, int], list[Item]]
"""Asks for children, by offset and limit."""


def paged(ask: AskPage, start: int, stop: int | None, page_size: int) -> Iterator[Item]:
    """Yield children by number, asking for as few pages as can be.

    The page after this one is asked for in the background, though not before this one is more than
    peeked into. When the iteration is given up, so is that request.

    Parameters
    ----------
    ask : callable
    start : int
    stop : int or None
        The number before which to end; None for all.
    page_size : int
        How many children to ask for at once.
    """

    def limit() -> int:
        return page_size if stop is None else min(stop - start, page_size)

    if stop is not None and start >= stop:
        return
    with Ahead() as ahead:
        page = ask(start, None, limit())
        while page.items:
            start += len(page.items)
            due = None
            for item in page.items:
                yield item
                if due is None and page.more and (stop is None or start < stop):
                    task = partial(ask, start, page.cursor, limit())
                    due = ahead.start(task)
            if due is None:
                return
            page = due()


class Siblings:
    """Children that were listed together without their structures.

    A structure that is missed is asked for alone, the next one together with a few that follow, and
    so on in ever larger groups: nobody who looks at one child waits for a hundred, and nobody who
    looks at all of them asks a hundred times.

    Parameters
    ----------
    ask : callable
        Asks for children with their structures.
    start : int
        The number of the first.
    items : list of Item
    """

    _GROWTH = 4

    def __init__(self, ask: AskItems, start: int, items: list[Item]) -> None:
        self._ask = ask
        self._start = start
        self._items = items
        self._many = 1
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        # A client that is sent elsewhere goes alone.
        return type(None), ()

    def complete(self, item: Item) -> None:
        """Fill in the structure of a child and of some after it, if it is time for more than one.

        Where the children have changed since, nothing may be filled in.
        """
        with self._lock:
            many, self._many = self._many, self._many * self._GROWTH
            if many == 1 or item.structure is not None:
                return
            first = next(number for number, each in enumerate(self._items) if each is item)
            due = self._items[first : first + many]
            found = {each.path_parts: each for each in self._ask(self._start + first, len(due))}
            for each in due:
                if described := found.get(each.path_parts):
                    each.structure, each.problem = described.structure, described.problem
