"""What its owner says about a node: read, changed, and how it was before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import msgspec

from tiled_jl.clients.access import Guarded
from tiled_jl.clients.readonly import DictView
from tiled_jl.clients.revisions import MetadataRevisions
from tiled_jl.documents import Spec, route
from tiled_jl.patches import (
    DELETE_KEY,
    JSON_PATCH,
    MERGE_PATCH,
    PatchType,
    applied,
    json_patch,
    list_patch,
    operations,
    updated,
)
from tiled_jl.submission import access_fields, metadata_of, spec_documents
from tiled_jl.transport.request import Request

Patch = list[dict[str, Any]]


class Described(Guarded):
    """The part of `BaseClient` that is about what its owner says of a node."""

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What its owner says about it: a view that cannot be changed, at any level.

        Examples
        --------
        >>> node = scratch.create_container("described", metadata={"sample": {"name": "Cu"}})
        >>> node.metadata["sample"]["name"]
        'Cu'
        >>> node.metadata["sample"]["name"] = "Ni"
        Traceback (most recent call last):
        ...
        TypeError: 'DictView' object does not support item assignment
        """
        return DictView(self._item.metadata)

    @property
    def specs(self) -> tuple[Spec, ...]:
        """The conventions that it follows."""
        return self._item.specs

    @property
    def metadata_revisions(self) -> MetadataRevisions:
        """How metadata and specs were before, oldest first: a sequence."""
        return MetadataRevisions(self._context, self._item.path_parts)

    def metadata_copy(self) -> tuple[dict[str, Any], list[Spec], list[str]]:
        """Return what can be given to `update_metadata`: copies, to be changed at will.

        Returns
        -------
        metadata : dict
        specs : list of Spec
        access_tags : list of str

        Examples
        --------
        >>> node = scratch.create_container("copied", metadata={"sample": {"name": "Cu"}})
        >>> metadata = node.metadata_copy()[0]
        >>> metadata["sample"]["name"] = "Ni"
        >>> node.update_metadata(metadata)
        >>> node.metadata
        {'sample': {'name': 'Ni'}}
        """
        return deepcopy(self._item.metadata), list(self.specs), self.access_tags

    def update_metadata(
        self,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] | None = None,
        access_tags: Iterable[str] | None = None,
        *,
        drop_revision: bool = False,
    ) -> None:
        """Change some of the metadata, like `dict.update` but at every level.

        Only the difference to what this client knows is sent, so that what others change meanwhile
        in other places stays.

        Parameters
        ----------
        metadata : mapping, optional
            Keys to set, at any level. `DELETE_KEY` as a value removes the key; lists are replaced
            as a whole.
        specs, access_tags : iterable, optional
            What takes the place of those that there are.
        drop_revision : bool, optional
            Whether to forget how it was before.

        Raises
        ------
        NotJSON
            If some value is one that JSON does not have.
        ClientError
            If a server's own rules for one of the specs are not met, among others.

        Examples
        --------
        >>> from tiled_jl import DELETE_KEY
        >>> node = scratch.create_container("updated", metadata={"sample": {"name": "Cu"}, "x": 1})
        >>> node.update_metadata({"sample": {"mass": 2.5}, "x": DELETE_KEY})
        >>> node.metadata
        {'sample': {'name': 'Cu', 'mass': 2.5}}
        """
        patches = self.build_metadata_patches(metadata, specs, access_tags)
        if any(patches):
            self.patch_metadata(*patches, drop_revision=drop_revision)

    def build_metadata_patches(
        self,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] | None = None,
        access_tags: Iterable[str] | None = None,
    ) -> tuple[Patch, Patch, Patch]:
        """Return the JSON Patches that `update_metadata` would send.

        Parameters
        ----------
        metadata, specs, access_tags
            As of `update_metadata`.

        Returns
        -------
        metadata_patch, specs_patch, access_patch : list of dict
            Empty where nothing changes.

        Examples
        --------
        >>> node = scratch.create_container("patched", metadata={"x": 1})
        >>> node.build_metadata_patches({"x": 2})
        ([{'op': 'replace', 'path': '/x', 'value': 2}], [], [])
        """
        known = self._item.metadata
        changes = {} if metadata is None else metadata_of(metadata, keep=DELETE_KEY)
        return (
            json_patch(known, updated(known, changes)),
            [] if specs is None else list_patch(spec_documents(self.specs), spec_documents(specs)),
            [] if access_tags is None else self._access_patch(access_tags),
        )

    def patch_metadata(
        self,
        metadata_patch: Patch | Mapping[str, Any] | None = None,
        specs_patch: Patch | Iterable[Spec | str] | None = None,
        access_patch: Patch | Iterable[str] | None = None,
        content_type: PatchType = "application/json-patch+json",
        drop_revision: bool = False,
    ) -> None:
        """Change the metadata by a patch.

        Parameters
        ----------
        metadata_patch, specs_patch, access_patch : list of dict, or new values
            A JSON Patch (RFC 6902) each. With a merge patch (RFC 7386): the mapping to be merged,
            in which None removes a key; and the specs and access tags that take the place of those
            that there are.
        content_type : {"application/json-patch+json", "application/merge-patch+json"}, optional
        drop_revision : bool, optional
            Whether to forget how it was before.

        Raises
        ------
        NotJSON
            If some value is one that JSON does not have.
        ClientError
            If the patch does not fit what the server has.

        Examples
        --------
        >>> node = scratch.create_container("merged", metadata={"x": 1, "y": 2})
        >>> node.patch_metadata({"x": None, "z": 3}, content_type="application/merge-patch+json")
        >>> node.metadata
        {'y': 2, 'z': 3}
        """
        if content_type == JSON_PATCH:
            fields = self._patches(metadata_patch, specs_patch, access_patch)
        elif content_type == MERGE_PATCH:
            # Some servers drop the tags that a merge patch does not name.
            tags = self.access_tags or None if access_patch is None else access_patch
            fields = self._values(metadata_patch, specs_patch, tags)
        else:
            raise ValueError(f"content_type is {JSON_PATCH!r} or {MERGE_PATCH!r}: {content_type!r}")
        repeatable = drop_revision and content_type == MERGE_PATCH
        body = {"content-type": content_type, **fields}
        self._submit("PATCH", body, drop_revision=drop_revision, repeatable=repeatable)

    def replace_metadata(
        self,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] | None = None,
        access_tags: Iterable[str] | None = None,
        drop_revision: bool = False,
    ) -> None:
        """Put other metadata, specs or access tags in the place of those that there are.

        Parameters
        ----------
        metadata : mapping, optional
        specs, access_tags : iterable, optional
            None of each leaves what there is.
        drop_revision : bool, optional
            Whether to forget how it was before.

        Raises
        ------
        NotJSON
            If some value is one that JSON does not have.

        Examples
        --------
        >>> node = scratch.create_container("replaced", metadata={"x": 1, "y": 2})
        >>> node.replace_metadata({"z": 3}, specs=["scan"])
        >>> node.metadata, node.specs
        ({'z': 3}, (Spec(name='scan', version=None),))
        """
        body = self._values(metadata, specs, access_tags)
        self._submit("PUT", body, drop_revision=drop_revision, repeatable=drop_revision)

    def _values(self, metadata: Any, specs: Any, access_tags: Any) -> dict[str, Any]:
        """Return the fields of new metadata, specs and access tags."""
        return {
            "metadata": None if metadata is None else metadata_of(metadata),
            "specs": None if specs is None else spec_documents(specs),
            **access_fields(self._context.server_info, access_tags),
        }

    def _patches(self, metadata: Any, specs: Any, access: Any) -> dict[str, Any]:
        """Return the fields of JSON Patches."""
        fields = {
            "metadata": None if metadata is None else self._fitting(metadata),
            "specs": None if specs is None else operations(specs, "specs_patch"),
        }
        if access:
            fields[self._dialect] = operations(access, "access_patch")
        return fields

    def _fitting(self, metadata: Patch) -> Patch:
        """Return a patch if it fits the metadata; servers only fail where it does not."""
        patch = operations(metadata, "metadata_patch")
        try:
            applied(patch, self._item.metadata)
        except ValueError:
            # Others may have changed them since.
            self.refresh()
            applied(patch, self._item.metadata)
        return patch

    def _submit(
        self, method: str, body: dict[str, Any], *, drop_revision: bool, repeatable: bool
    ) -> None:
        """Send a change, and learn what the server has made of it."""
        params = [("drop_revision", "true")] if drop_revision else []
        self._context.session.fetch(
            Request(
                route("metadata", self._item.path_parts),
                params,
                method=method,
                content=msgspec.json.encode(body),
                repeatable=repeatable,
            )
        )
        # Not worked out from the patch: the server has applied it to what it had, which others may
        # have changed, and validators may have changed it again.
        self.refresh()
