"""Nodes of a family that this version does not know."""

from __future__ import annotations

from typing import Any, NoReturn

from tiled_jl.clients.base import BaseClient
from tiled_jl.errors import NotYet


class UnknownClient(BaseClient):
    """A node that can be found and described, but not read."""

    def read(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotYet`.

        Raises
        ------
        NotYet
            Always.
        """
        raise NotYet(
            f"Nodes of the family {self.structure_family!r}, such as {self._name}, cannot be read "
            "by this version of tiled_jl.",
            hint="Their metadata can.",
        )

    def __getitem__(self, index: Any) -> NoReturn:
        self.read()

    def __iter__(self) -> NoReturn:
        self.read()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name} of the family {self.structure_family!r}>"

    def _facts(self) -> dict[str, str]:
        return {**super()._facts(), "reading": "not with this version"}
