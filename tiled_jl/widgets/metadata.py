"""The metadata of a node, to be edited in a notebook cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import traitlets

from tiled_jl.browser.editing import metadata_text, open_description, save_description
from tiled_jl.browser.handlers import Answer
from tiled_jl.browser.messages import Description, OpenDescription, SaveDescription
from tiled_jl.browser.state import shared_state
from tiled_jl.constructors import from_uri
from tiled_jl.errors import NotJSON
from tiled_jl.jsonable import jsonable
from tiled_jl.widgets.base import NodeViewer

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class MetadataEditor(NodeViewer):
    """The metadata of a node as a form and as JSON, with what saving would change.

    Parameters
    ----------
    client : BaseClient or str
        The node, or its URI.

    Attributes
    ----------
    value : dict
        The metadata as they were saved last. Observe it; or set it to what they are to be, which
        is shown as a change that a person may save.
    dirty : bool
        Whether something would be lost if it was not saved. Only to be observed.

    Examples
    --------
    >>> sample = scratch.create_container("sample", metadata={"name": "Cu foil"})
    >>> editor = MetadataEditor(sample)
    >>> editor.value
    {'name': 'Cu foil'}
    >>> editor.value = {**editor.value, "annealed": True}
    >>> sample.metadata
    {'name': 'Cu foil'}
    >>> editor.close()
    """

    _kind = "metadata"

    value: Any = traitlets.Dict(help="The metadata.")
    dirty: Any = traitlets.Bool(help="Whether something is not saved.").tag(sync=True)
    _draft: Any = traitlets.Unicode(help="What the page is to show, until it has.").tag(sync=True)

    def __init__(self, client: BaseClient | str, **traits: Any) -> None:
        client = from_uri(client) if isinstance(client, str) else client
        self._there: dict[str, Any] = client.metadata_copy()[0]
        super().__init__(
            client,
            also={OpenDescription: self._open, SaveDescription: self._save},
            **{"value": self._there, **traits},
        )

    @traitlets.validate("value")
    def _plain(self, proposal: Any) -> Any:
        value = proposal["value"]
        if value is self._there:
            return value
        try:
            return jsonable(value)
        except NotJSON as problem:
            raise traitlets.TraitError(str(problem)) from None

    @traitlets.observe("value")
    def _proposed(self, change: Any) -> None:
        if change["new"] is not self._there:
            self._draft = metadata_text(change["new"])

    def _open(self, request: OpenDescription) -> Answer:
        now = open_description(shared_state().servers, request)
        # What code has proposed and the page has not shown yet stays.
        if not self._draft:
            self._take(now)
        return Answer(now)

    def _save(self, request: SaveDescription) -> Answer:
        result = save_description(shared_state().opened, request)
        if result.saved:
            self._take(result.now)
        return Answer(result)

    def _take(self, now: Description) -> None:
        self._there = json.loads(now.metadata)
        self.value = self._there
