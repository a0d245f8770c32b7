"""What all clients have in common: a node, where it is, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from tiled_jl.clients import display
from tiled_jl.clients.assets import Stored
from tiled_jl.clients.export import Exporting
from tiled_jl.clients.listing import fetch_item
from tiled_jl.clients.metadata import Described
from tiled_jl.clients.removal import remove
from tiled_jl.context import Context
from tiled_jl.documents import Item, route
from tiled_jl.errors import ResponseError

if TYPE_CHECKING:
    from tiled_jl.auth.credentials import Secret
    from tiled_jl.clients.container import Container
    from tiled_jl.clients.registry import Registry


T = TypeVar("T")


class BaseClient(Described, Stored, Exporting):
    """A node of a Tiled server.

    Parameters
    ----------
    context : Context
        The server.
    item : Item
        The node, as far as it is known.
    registry : Registry
        Which classes of clients to make for other nodes.
    """

    def __init__(self, context: Context, item: Item, registry: Registry) -> None:
        self._context = context
        self._item = item
        self._registry = registry

    @property
    def context(self) -> Context:
        """The server, and how to talk to it."""
        return self._context

    @property
    def item(self) -> dict[str, Any]:
        """The node as the server described it."""
        return self._item.document

    @property
    def path_parts(self) -> tuple[str, ...]:
        """The keys that lead to the node from the root of the server."""
        return self._item.path_parts

    @property
    def key(self) -> str:
        """The name under which its parent holds it; empty for the root."""
        return self._item.key

    @property
    def uri(self) -> str:
        """The address of the node, good for `tiled_jl.from_uri`."""
        return self._context.api_uri + route("metadata", self.path_parts)

    @property
    def structure_family(self) -> str:
        """``"array"``, ``"table"``, ``"container"``, …."""
        return self._item.structure_family or "unknown"

    @property
    def parent(self) -> Container:
        """The container that holds it.

        Raises
        ------
        ValueError
            For the root, which nothing holds.
        """
        if not self.path_parts:
            raise ValueError("The root of a server has no parent.")
        item = self._fetch_item(self.path_parts[:-1])
        return self._registry.client(self._context, item)  # type: ignore[return-value]

    def structure(self) -> Any:
        """Return its shape, type and partitioning (see `tiled_jl.structures`).

        It is asked for once, when it is not known yet.

        Raises
        ------
        ResponseError
            If the server describes it in a way that cannot be understood.
        """
        return self._structure_of(object)

    def _structure_of(self, kind: type[T]) -> T:
        if self._lacks_structure and self._item.siblings is not None:
            self._item.siblings.complete(self._item)
        if self._lacks_structure:
            fields = ("structure_family", "structure")
            found = fetch_item(self._context, self.path_parts, fields=fields)
            self._item.structure, self._item.problem = found.structure, found.problem
        if self._item.structure is None or not isinstance(self._item.structure, kind):
            raise ResponseError(
                f"The structure of {self._name} cannot be used: "
                f"{self._item.problem or 'the server gives none'}.",
                hint="Its data may be damaged; ask whoever runs the server.",
            )
        return self._item.structure

    @property
    def _lacks_structure(self) -> bool:
        return self._item.structure is None and not self._item.problem

    def refresh(self) -> None:
        """Ask the server what it says of the node now."""
        self._item = self._fetch_item(self.path_parts)

    def new_variation(
        self,
        *,
        structure_clients: str | Mapping[str, type[BaseClient]] | None = None,
        include_data_sources: bool | None = None,
    ) -> Any:
        """Return another client of the same node, which differs in how it treats nodes.

        Parameters
        ----------
        structure_clients, include_data_sources : optional
            As of `tiled_jl.from_uri`; by default as of this client.

        Examples
        --------
        >>> client.new_variation(include_data_sources=True)["examples"].path_parts
        ('examples',)
        """
        registry = self._registry.variation(structure_clients, include_data_sources)
        return registry.client(self._context, self._item)

    def include_data_sources(self) -> Any:
        """Return another client of the same node, which tells of it and below where data are kept.

        Examples
        --------
        >>> "data_sources" in client.include_data_sources()["examples"].item["attributes"]
        True
        """
        client = self.new_variation(include_data_sources=True)
        client.refresh()
        return client

    def delete(self, recursive: bool = False, external_only: bool = True) -> None:
        """Delete the node.

        Parameters
        ----------
        recursive : bool, optional
            Whether to delete all that is below it as well.
        external_only : bool, optional
            Whether to refuse where data would be lost because the server keeps them itself.

        Raises
        ------
        Conflict
            If it is not empty, or data would be lost, and the parameters do not allow it.

        Examples
        --------
        >>> node = scratch.create_container("short_lived")
        >>> node.delete()
        >>> "short_lived" in scratch
        False
        """
        remove(self._context, self.path_parts, recursive=recursive, external_only=external_only)

    def _fetch_item(self, path_parts: Sequence[str]) -> Item:
        sources = self._registry.include_data_sources
        return fetch_item(self._context, path_parts, include_data_sources=sources)

    def login(
        self,
        username: str | None = None,
        password: Secret | None = None,
        provider: str | None = None,
        *,
        remember_me: bool | None = None,
    ) -> None:
        """Log in to the server, as `Context.login` does, for all clients of this context."""
        self._context.login(username, password, provider, remember_me=remember_me)

    def logout(self) -> None:
        """Log out of the server, as `Context.logout` does."""
        self._context.logout()

    def __repr__(self) -> str:
        described = "".join(f" {name}={value}" for name, value in self._described().items())
        return f"<{type(self).__name__} {self._name}{described}>"

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> Any:
        return display.mimebundle(self, include, exclude)

    @property
    def _name(self) -> str:
        return repr("/".join(self.path_parts)) if self.path_parts else "at the root"

    def _described(self) -> dict[str, str]:
        """Return what is known of its structure, in a few words; asks nothing of the server."""
        return {}

    def _facts(self) -> dict[str, str]:
        """Return what is known of the node, to be shown; asks nothing of the server."""
        facts = {"path": "/" + "/".join(self.path_parts), "family": self.structure_family}
        if self.specs:
            facts["specs"] = ", ".join(spec.name for spec in self.specs)
        return facts | self._described()
