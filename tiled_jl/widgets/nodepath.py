"""A trait that holds the path of a node."""

from __future__ import annotations

from typing import Any

import traitlets


class NodePath(traitlets.TraitType[Any, Any]):
    """Keys from the root of a server downwards, as a tuple; None for no node.

    A list will do, and so will text: ``"a/b"`` is a path wherever one is asked for, since no key
    holds a slash.
    """

    default_value = None
    allow_none = True
    info_text = "a path: keys such as ('a', 'b'), or 'a/b'"

    def validate(self, obj: Any, value: Any) -> tuple[str, ...]:
        """Return a path as a tuple of keys."""
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list | tuple) or not all(isinstance(key, str) for key in value):
            self.error(obj, value)
        path = tuple(key for keys in value for key in keys.split("/"))
        if not all(path):
            raise traitlets.TraitError(f"A path has no empty keys: {path!r}")
        return path
