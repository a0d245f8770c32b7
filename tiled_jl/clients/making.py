"""What a container offers to those who make and delete nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from tiled_jl.clients.creation import create
from tiled_jl.clients.removal import remove
from tiled_jl.documents import Spec
from tiled_jl.submission import check_key

if TYPE_CHECKING:
    from tiled_jl.clients.registry import Registry
    from tiled_jl.context import Context
    from tiled_jl.storage import DataSource


class Making:
    """The part of `Container` that makes children and deletes them."""

    _context: Context
    _registry: Registry
    path_parts: tuple[str, ...]

    def new(
        self,
        structure_family: str,
        data_sources: Iterable[DataSource | Mapping[str, Any]] = (),
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
    ) -> Any:
        """Create a node below this container.

        Parameters
        ----------
        structure_family : str
            ``"array"``, ``"table"``, ``"container"``, …
        data_sources : iterable of DataSource or mapping, optional
            Where its data are to be kept; with assets, where they are already. One, for all but
            containers.
        key : str, optional
            Its name; by default one that nobody else has.
        metadata : mapping, optional
            What there is to say about it; see `tiled_jl.jsonable.jsonable`.
        specs : iterable of Spec or str, optional
            The conventions that it follows, the most special first.
        access_tags : iterable of str, optional
            By which the server decides who may have access; by default it decides itself.

        Returns
        -------
        BaseClient
            The client of the new node.

        Raises
        ------
        Conflict
            If there is a node of that key already.
        NotJSON
            If the metadata hold something that JSON does not have.
        ValueError, TypeError
            If the key, the specs or the access tags cannot be those of a node.

        Examples
        --------
        >>> node = scratch.new("container", key="made", metadata={"mass": 2.5}, specs=["sample"])
        >>> scratch["made"].metadata
        {'mass': 2.5}
        """
        item = create(
            self._context,
            self.path_parts,
            structure_family,
            data_sources,
            key=key,
            metadata=metadata,
            specs=specs,
            access_tags=access_tags,
        )
        return self._registry.client(self._context, item)

    def create_container(
        self,
        key: str | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
    ) -> Any:
        """Create an empty container below this one.

        Parameters
        ----------
        key, metadata, specs, access_tags
            As of `new`.

        Examples
        --------
        >>> inner = scratch.create_container("outer").create_container("inner")
        >>> inner.path_parts[-2:]
        ('outer', 'inner')
        """
        return self.new(
            "container", key=key, metadata=metadata, specs=specs, access_tags=access_tags
        )

    def delete_contents(
        self,
        keys: str | Iterable[str] | None = None,
        recursive: bool = False,
        external_only: bool = True,
    ) -> Self:
        """Delete children of this container; of a search, those that it has found.

        Parameters
        ----------
        keys : str or iterable of str, optional
            Which; by default all.
        recursive, external_only : bool, optional
            As of `BaseClient.delete`.

        Returns
        -------
        Container
            This one.

        Raises
        ------
        NotFound
            If there is no such child; those that were named before it are gone then.
        Conflict
            If one is not empty, or data would be lost, and the parameters do not allow it.

        Examples
        --------
        >>> outer = scratch.create_container("emptied")
        >>> inner = outer.create_container("a"), outer.create_container("b")
        >>> list(outer.delete_contents("a"))
        ['b']
        """
        children: Any = self if keys is None else keys
        paths = [key.split("/") for key in ([keys] if isinstance(keys, str) else children)]
        for key in chain.from_iterable(paths):
            check_key(key)
        for path in paths:
            remove(
                self._context,
                (*self.path_parts, *path),
                recursive=recursive,
                external_only=external_only,
            )
        return self
