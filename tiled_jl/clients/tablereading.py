"""How the rows of a table are fetched: whole, or in the fewest pieces that the server allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tiled_jl.context import Context
from tiled_jl.documents import route
from tiled_jl.errors import ResponseError, ServerError, TooLarge
from tiled_jl.structures import TableStructure, frames
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Reply, Request

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Reader:
    """Fetches rows of one table.

    Parameters
    ----------
    context : Context
    path_parts : tuple of str
        The keys that lead to it.
    structure : TableStructure
    schema : pyarrow.Schema
        As it stands in the structure.
    """

    context: Context
    path_parts: tuple[str, ...]
    structure: TableStructure
    schema: pyarrow.Schema

    def read(self, columns: Sequence[str]) -> pyarrow.Table:
        """Fetch all rows."""
        if not self.structure.npartitions:
            return self.nothing(columns)
        return frames.settled(self._full(columns, whole=True), self.schema)

    def nothing(self, columns: Sequence[str]) -> pyarrow.Table:
        """Return a table without rows, as `read` would."""
        others = [name for name in self.structure.columns if name not in columns]
        empty = self.schema.empty_table().drop_columns(others)
        return frames.settled(frames.checked(empty, columns, self.schema), self.schema)

    def read_partition(self, number: int, columns: Sequence[str]) -> pyarrow.Table:
        """Fetch the rows of one partition."""
        return frames.settled(self._partition(number, columns), self.schema)

    def _full(self, columns: Sequence[str], *, whole: bool = False) -> pyarrow.Table:
        """Fetch all rows at once if the server allows.

        A refusal costs it as much as an answer. So of a table in partitions only the whole is
        halved: what is still too large then is fetched by partition, which may take longer, but
        never fails.
        """
        count = self.structure.npartitions
        if count > 1 and (not whole or len(columns) == 1):
            refused = partial(self._partitions, columns)
        else:
            refused = partial(self._halves, self._full, columns)
        try:
            return self._ask("table/full", [], columns, refused)
        except ServerError as error:
            if count == 1 or error.retryable:
                raise
            # Partitions that differ in their types are whole one by one, but not together.
            return self._partitions(columns)

    def _partitions(self, columns: Sequence[str]) -> pyarrow.Table:
        import pyarrow

        count = self.structure.npartitions
        tasks = [partial(self._partition, number, columns) for number in range(count)]
        parts = gather(tasks)
        try:
            return pyarrow.concat_tables(parts, promote_options="permissive")
        except pyarrow.ArrowException as error:
            raise ResponseError(
                f"The partitions of {self._name} differ in their columns ({error})."
            ) from error

    def _partition(self, number: int, columns: Sequence[str]) -> pyarrow.Table:
        refused = partial(self._halves, partial(self._partition, number), columns)
        return self._ask("table/partition", [("partition", str(number))], columns, refused)

    def _halves(
        self, read: Callable[[Sequence[str]], pyarrow.Table], columns: Sequence[str]
    ) -> pyarrow.Table:
        middle = len(columns) // 2
        left, right = read(columns[:middle]), read(columns[middle:])
        if left.num_rows != right.num_rows:
            raise ResponseError(
                f"The rows of {self._name} changed while it was read.", hint="Read it again."
            )
        both = left
        for name in right.column_names:
            # An index comes with either half.
            if name not in left.column_names:
                both = both.append_column(right.schema.field(name), right.column(name))
        asked = set(columns)
        return both.select([*columns, *(name for name in both.column_names if name not in asked)])

    def _ask(
        self,
        endpoint: str,
        params: list[tuple[str, str]],
        columns: Sequence[str],
        refused: Callable[[], pyarrow.Table],
    ) -> pyarrow.Table:
        """Ask for some columns; call `refused` where that is too much, as far as is known."""
        request = self._request(endpoint, params, columns)
        divisible = len(columns) > 1 or (
            endpoint == "table/full" and self.structure.npartitions > 1
        )
        if not divisible:
            return self._fetch(request, columns)
        place, asked = (endpoint, *self.path_parts, *params), frozenset(columns)
        if any(too_much <= asked for too_much in self.context.refused.get(place, ())):
            return refused()
        try:
            return self._fetch(request, columns)
        except TooLarge:
            self.context.refused.setdefault(place, []).append(asked)
        return refused()

    def _request(
        self, endpoint: str, params: list[tuple[str, str]], columns: Sequence[str]
    ) -> Request:
        request = Request(route(endpoint, self.path_parts), params, accept=frames.MEDIA_TYPE)
        is_all = tuple(columns) == self.structure.columns
        return request if is_all else request.choosing("column", columns)

    def _fetch(self, request: Request, columns: Sequence[str]) -> pyarrow.Table:
        def decode(reply: Reply) -> pyarrow.Table:
            return frames.checked(frames.decode(reply.body), columns, self.schema)

        try:
            return self.context.session.decoded(request, decode)
        except ValueError as error:
            raise ResponseError(
                f"{request}: the answer is not what was asked for: {error}.",
                hint="The table may have changed since it was described: client.refresh().",
            ) from error

    @property
    def _name(self) -> str:
        return repr("/".join(self.path_parts))
