"""What a client sends of a node, checked before it is sent: key, metadata, specs, access tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tiled_jl.documents import About, Spec
from tiled_jl.jsonable import jsonable
from tiled_jl.storage import described

MAX_SPECS = 20
"""The most specs that a server lets a node have."""

_LONGEST_NAME = 255
"""Characters of the name of a spec, or of its version."""

_TAGS_SINCE = (0, 2, 19)


def new_node(
    key: str,
    structure_family: str,
    data_sources: Iterable[Any],
    metadata: Mapping[str, Any] | None,
    specs: Iterable[Any],
    access: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the document that asks for a new node.

    Parameters
    ----------
    key : str
    structure_family : str
    data_sources : iterable of DataSource, dataclass or mapping
    metadata : mapping or None
    specs : iterable
        As of `specs_of`.
    access : mapping
        As returned by `access_fields`.

    Raises
    ------
    ValueError, TypeError, NotJSON
        If some part of it cannot be sent.
    """
    check_key(key)
    return {
        "id": key,
        "structure_family": structure_family,
        "metadata": metadata_of(metadata or {}),
        "specs": spec_documents(specs),
        "data_sources": [jsonable(described(each), "data source") for each in data_sources],
        **access,
    }


def check_key(key: object) -> None:
    """Raise ValueError unless a node can be called so, TypeError unless it is a string."""
    if not isinstance(key, str):
        raise TypeError(f"a key is a string, not {key!r}")
    if jsonable(key, "key") in {"", ".", ".."} or "/" in key:
        raise ValueError(f"{key!r} cannot be the key of a node: it would have no address")


def metadata_of(metadata: object, *, keep: object = None) -> dict[str, Any]:
    """Return metadata as JSON has them.

    Raises
    ------
    TypeError
        If they are not a mapping, or (as `NotJSON`) hold something that JSON does not have.
    """
    if not isinstance(metadata, Mapping):
        raise TypeError(f"metadata is a mapping, not {metadata!r}")
    plain: dict[str, Any] = jsonable(metadata, keep=keep)
    return plain


def specs_of(specs: Iterable[Any]) -> tuple[Spec, ...]:
    """Return specs that were given by name, as a mapping, or as an object with the same fields.

    Raises
    ------
    TypeError
        If one is none of these.
    ValueError
        If there are too many, the same one twice, or one with too long a name.
    """
    if isinstance(specs, str | Spec | Mapping):
        raise TypeError(f"specs is a list of specs, not the single {specs!r}")
    found = tuple(_spec(each) for each in specs)
    if len(found) > MAX_SPECS:
        raise ValueError(f"{len(found)} specs, where a node has at most {MAX_SPECS}")
    twice = [spec.name for number, spec in enumerate(found) if spec in found[:number]]
    if twice:
        raise ValueError(f"the same spec twice: {', '.join(twice)}")
    return found


def spec_documents(specs: Iterable[Any]) -> list[dict[str, Any]]:
    """Return specs, as of `specs_of`, as they stand in a document."""
    return [{"name": spec.name, "version": spec.version} for spec in specs_of(specs)]


def access_dialect(about: About) -> str:
    """Return the name of the field by which a server knows who may have access."""
    return "access_tags" if about.version >= _TAGS_SINCE else "access_blob"


def access_fields(about: About, tags: Iterable[str] | None) -> dict[str, Any]:
    """Return access tags as the field of a document that this server understands.

    Parameters
    ----------
    about : About
        What the server says of itself.
    tags : iterable of str or None
        None to leave them as they are, or to the server.
    """
    if tags is None:
        return {}
    names = tags_of(tags)
    dialect = access_dialect(about)
    return {dialect: names if dialect == "access_tags" else {"tags": names}}


def tags_of(tags: Iterable[str]) -> list[str]:
    """Return access tags as servers do: each once, in order.

    Raises
    ------
    TypeError
        If they are a single string, or not strings.
    """
    names = [tags] if isinstance(tags, str) else list(tags)
    if isinstance(tags, str) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"access_tags is a list of names, not {tags!r}")
    return sorted(set(names))


def _spec(spec: Any) -> Spec:
    if isinstance(spec, str):
        spec = Spec(spec)
    elif isinstance(spec, Mapping):
        spec = Spec(spec.get("name"), spec.get("version"))  # type: ignore[arg-type]
    name, version = getattr(spec, "name", None), getattr(spec, "version", None)
    if not isinstance(name, str) or not isinstance(version, str | None):
        raise TypeError(f"a spec is a name, or a name and a version, not {spec!r}")
    if not name or max(len(name), len(version or "")) > _LONGEST_NAME:
        raise ValueError(f"a spec has a name of 1 to {_LONGEST_NAME} letters, unlike {spec!r}")
    return Spec(name, version)
