"""What is said of a node, changed: metadata, specs, access tags, and how they were before.

Metadata travel as JSON text. A page counts in float64: it would round what it parsed, and write
another number than it was given.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request

Right = Literal["edit", "create", "delete", "forget"]
"""What may be done to a node: ``forget`` is to delete a revision."""


class EditedSpec(Message):
    """A convention that a node follows."""

    name: str
    version: str | None = None


class Description(Message):
    """What is said of a node, all of it."""

    metadata: str
    """JSON; it may hold ``NaN`` and ``Infinity``, which JSON does not have, where the node does."""
    specs: list[EditedSpec]
    access_tags: list[str] | None
    """None where the server does not decide by tags."""
    fingerprint: str
    """Another one when anything of this is another."""
    rights: list[Right]
    known_specs: list[str] = []
    """Of its siblings, where that was asked."""


class OpenDescription(Request[Description]):
    """Read what is said of a node, so that it can be changed."""

    method: ClassVar[str] = "description.open"
    server: str
    path: list[str] = []


class SaveResult(Message):
    """What became of a change."""

    saved: bool
    """False where the node was changed by somebody else, and is left as it is."""
    now: Description
    """How it is now."""


class SaveDescription(Request[SaveResult]):
    """Change what is said of a node, unless it is not what it was."""

    method: ClassVar[str] = "description.save"
    server: str
    path: list[str]
    fingerprint: str
    """Of the description to which the change was made."""
    patch: str
    """A JSON Patch (RFC 6902) of the metadata, as JSON."""
    specs: list[EditedSpec] | None = None
    """What takes the place of the specs; None leaves them."""
    access_tags: list[str] | None = None
    """The same of the access tags."""


class Revision(Message):
    """How a node was described before."""

    number: int
    time: str | None
    """When it was replaced, as ISO 8601."""
    metadata: str
    """JSON, as of `Description`."""
    specs: list[EditedSpec]


class RevisionPage(Message):
    """Some revisions, the newest first."""

    revisions: list[Revision]
    total: int


class ListRevisions(Request[RevisionPage]):
    """List how a node was described before, the newest first."""

    method: ClassVar[str] = "revisions.list"
    server: str
    path: list[str]
    offset: int = 0
    limit: int = 10


class DeleteRevision(Request[RevisionPage]):
    """Forget a revision; the answer is what `ListRevisions` would give."""

    method: ClassVar[str] = "revisions.delete"
    server: str
    path: list[str]
    number: int
