"""Clients of the families that can be found and described, but not read yet."""

from __future__ import annotations

from typing import Any, NoReturn

from tiled_jl.clients.base import BaseClient
from tiled_jl.errors import NotYet


class PendingClient(BaseClient):
    """A node whose data cannot be read yet. Its structure and metadata can."""

    def read(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotYet`.

        Raises
        ------
        NotYet
            Always.
        """
        raise NotYet(
            f"Nodes of the family {self.structure_family!r}, such as {self._name}, cannot be read "
            "yet.",
            hint="Their metadata and structure() can.",
        )

    def read_block(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotYet`."""
        self.read()

    def __getitem__(self, index: Any) -> NoReturn:
        self.read()

    def __iter__(self) -> NoReturn:
        self.read()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name} (cannot be read yet)>"

    def _facts(self) -> dict[str, str]:
        return {**super()._facts(), "reading": "not yet"}


class AwkwardClient(PendingClient):
    """Nested data of variable length."""


class BytesClient(PendingClient):
    """A file as it is."""


class RaggedClient(PendingClient):
    """An array whose rows differ in length."""


class SparseClient(PendingClient):
    """An array that is mostly empty."""


class UnknownClient(PendingClient):
    """A node of a family that this version does not know."""
