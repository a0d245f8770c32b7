"""What is said of a node, changed, and how it was before."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    DeleteRevision,
    Description,
    EditedSpec,
    ListRevisions,
    OpenDescription,
    Revision,
    RevisionPage,
    SaveDescription,
    SaveResult,
    say,
)
from tiled_jl.browser.rights import rights
from tiled_jl.clients.listing import fetch_item
from tiled_jl.clients.registry import Registry
from tiled_jl.jsonable import jsonable
from tiled_jl.submission import specs_of

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened
    from tiled_jl.browser.servers import Servers
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.context import Context

PAGE = 10
"""How many revisions are told where nothing else is asked."""

MOST_REVISIONS = 50
"""So many may be asked for at once: each holds metadata of its own."""


def open_description(servers: Servers, request: OpenDescription) -> Description:
    """Read what is said of a node, so that it can be changed."""
    with servers.using(request.server) as context:
        described = _describe(_client(context, request.path))
        if request.path:
            described.known_specs = _specs_beside(context, request.path)
        return described


def save_description(opened: Opened, request: SaveDescription) -> SaveResult:
    """Change what is said of a node, unless it is not what it was."""
    with opened.servers.using(request.server) as context:
        client = _client(context, request.path)
        if _fingerprint(client) != request.fingerprint:
            return SaveResult(saved=False, now=_describe(client))
        try:
            _save(client, request)
        except (errors.NotJSON, ValueError) as problem:
            raise RequestError(
                "bad_request",
                say("These metadata cannot be saved."),
                say("Correct it; nothing was saved."),
                f"{problem}",
            ) from None
        except errors.StatusError:
            # Somebody may have been quicker: then the server has refused what we took for granted.
            client.refresh()
            if _fingerprint(client) == request.fingerprint:
                raise
            return SaveResult(saved=False, now=_describe(client))
        opened.start_over(request.server, request.path)
        return SaveResult(saved=True, now=_describe(client))


def list_revisions(servers: Servers, request: ListRevisions) -> RevisionPage:
    """List how a node was described before, the newest first."""
    with servers.using(request.server) as context:
        return _revisions(_client(context, request.path), request.offset, request.limit)


def delete_revision(servers: Servers, request: DeleteRevision) -> RevisionPage:
    """Forget a revision."""
    with servers.using(request.server) as context:
        client = _client(context, request.path)
        client.metadata_revisions.delete_revision(request.number)
        return _revisions(client, 0, PAGE)


def metadata_text(metadata: Any) -> str:
    """Return metadata as JSON text, with every digit of its numbers.

    Examples
    --------
    >>> metadata_text({"id": 2**60 + 1, "é": float("nan")})
    '{"id":1152921504606846977,"é":NaN}'
    """
    return json.dumps(metadata, ensure_ascii=False, separators=(",", ":"), default=str)


def _client(context: Context, path: list[str]) -> BaseClient:
    return Registry().client(context, fetch_item(context, path))


def _specs_beside(context: Context, path: list[str]) -> list[str]:
    """Return the names of the specs that the siblings of a node have."""
    parent: Any = _client(context, path[:-1])
    with suppress(errors.ClientError, errors.ServerError):
        found = parent.distinct(specs=True).get("specs") or ()
        return sorted({spec["name"] for each in found for spec in each["value"] or ()})
    return []


def _describe(client: BaseClient) -> Description:
    metadata, specs, tags = client.metadata_copy()
    # A server without users has nobody to keep out.
    guarded = tags or client.context.server_info.authentication.providers
    return Description(
        metadata=metadata_text(metadata),
        specs=[EditedSpec(spec.name, spec.version) for spec in specs],
        access_tags=tags if guarded else None,
        fingerprint=_fingerprint(client),
        rights=rights(client.context, client.path_parts, client.structure_family),
    )


def _fingerprint(client: BaseClient) -> str:
    metadata, specs, tags = client.metadata_copy()
    said = [metadata, [(spec.name, spec.version) for spec in specs], tags]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _save(client: BaseClient, request: SaveDescription) -> None:
    patch = json.loads(request.patch)
    _, specs_patch, access_patch = client.build_metadata_patches(
        specs=None if request.specs is None else specs_of(request.specs),
        access_tags=request.access_tags,
    )
    client.patch_metadata([*_taken_for_granted(client, patch), *patch], specs_patch, access_patch)


def _taken_for_granted(client: BaseClient, patch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tests by which a server finds what a patch changes to be what it was."""
    metadata, _, _ = client.metadata_copy()
    tests = []
    for name in dict.fromkeys(step["path"].split("/")[1] for step in patch if step["path"]):
        key = name.replace("~1", "/").replace("~0", "~")
        try:
            value = jsonable(metadata[key])
        except (KeyError, errors.NotJSON):
            continue
        tests.append({"op": "test", "path": f"/{name}", "value": value})
    return tests


def _revisions(client: BaseClient, offset: int, limit: int) -> RevisionPage:
    known = client.metadata_revisions
    total = len(known)
    last = max(0, total - max(0, offset))
    first = max(0, last - max(1, min(limit, MOST_REVISIONS)))
    page = known[first:last] if first < last else []
    return RevisionPage(revisions=[_revision(each) for each in reversed(page)], total=total)


def _revision(document: dict[str, Any]) -> Revision:
    attributes = document["attributes"]
    time = attributes.get("time_updated")
    return Revision(
        number=document["revision_number"],
        time=time.isoformat() if hasattr(time, "isoformat") else time,
        metadata=metadata_text(attributes["metadata"]),
        specs=[EditedSpec(spec["name"], spec.get("version")) for spec in attributes["specs"]],
    )
