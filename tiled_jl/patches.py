"""Changes of a document, as documents: JSON Patch and JSON Merge Patch.

- JSON Patch: https://www.rfc-editor.org/rfc/rfc6902
- JSON Merge Patch: https://www.rfc-editor.org/rfc/rfc7386
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from tiled_jl.jsonable import jsonable

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"

PatchType = Literal["application/json-patch+json", "application/merge-patch+json"]


class DeleteKey:
    """The type of `DELETE_KEY`, of which there is one."""

    def __repr__(self) -> str:
        return "DELETE_KEY"

    def __reduce__(self) -> str:
        return "DELETE_KEY"


DELETE_KEY: Final = DeleteKey()
"""Stands in an update for the value of a key that is to go."""


def updated(document: Any, changes: Any) -> Any:
    """Return a document with changes: like `dict.update`, but at every level.

    Parameters
    ----------
    document : object
        What there is. It is not changed, but the result may share parts with it.
    changes : object
        A mapping changes the keys it names and leaves the rest; `DELETE_KEY` removes a key, whether
        it is there or not. Anything else, lists included, takes the place of what there is.

    Examples
    --------
    >>> updated({"a": {"b": 1, "c": 2}, "d": [3]}, {"a": {"b": None, "c": DELETE_KEY}})
    {'a': {'b': None}, 'd': [3]}
    """
    if not isinstance(changes, Mapping):
        return changes
    result = dict(document) if isinstance(document, Mapping) else {}
    for key, change in changes.items():
        if change is DELETE_KEY:
            result.pop(key, None)
        else:
            result[key] = updated(result.get(key), change)
    return result


def json_patch(before: Any, after: Any) -> list[dict[str, Any]]:
    """Return the JSON Patch that makes one document of another.

    Parameters
    ----------
    before, after : object
        Plain JSON; see `tiled_jl.jsonable`.

    Examples
    --------
    >>> json_patch({"a": 1, "b": 2}, {"a": 1, "b": 3})
    [{'op': 'replace', 'path': '/b', 'value': 3}]
    """
    import jsonpatch

    return list(jsonpatch.make_patch(before, after).patch)


def list_patch(before: list[Any], after: list[Any]) -> list[dict[str, Any]]:
    """Return the JSON Patch of a list whose elements change only as a whole.

    Parameters
    ----------
    before, after : list
        Plain JSON.

    Examples
    --------
    >>> list_patch([{"name": "a", "version": "1"}], [{"name": "a", "version": "2"}])
    [{'op': 'replace', 'path': '/0', 'value': {'name': 'a', 'version': '2'}}]
    """
    whole = {str(element): element for element in before + after}
    steps = json_patch([str(element) for element in before], [str(element) for element in after])
    return [{**step, "value": whole[step["value"]]} if "value" in step else step for step in steps]


def operations(patch: Any, name: str) -> list[dict[str, Any]]:
    """Return a JSON Patch as JSON has it.

    Parameters
    ----------
    patch : list of dict
    name : str
        What to call it in an error.

    Raises
    ------
    ValueError
        If it is not a JSON Patch.
    NotJSON
        If a value in it is one that JSON does not have.
    """
    import jsonpatch

    plain: list[dict[str, Any]] = jsonable(patch, name)
    try:
        jsonpatch.JsonPatch(plain)
    except (jsonpatch.InvalidJsonPatch, jsonpatch.JsonPointerException, TypeError) as error:
        raise ValueError(f"{name} is not a JSON Patch: {error}") from None
    return plain


def applied(patch: list[dict[str, Any]], document: Any) -> Any:
    """Return a document as a JSON Patch makes it.

    Raises
    ------
    ValueError
        If the patch does not fit the document.

    Examples
    --------
    >>> applied([{"op": "remove", "path": "/a"}], {"a": 1, "b": 2})
    {'b': 2}
    """
    import jsonpatch

    try:
        return jsonpatch.apply_patch(document, patch)
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
        raise ValueError(f"The patch does not fit: {error}") from None
