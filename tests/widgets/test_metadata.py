from typing import Any

import numpy as np
import pytest
import serving
import traitlets

from tiled_jl.browser.messages import OpenDescription, SaveDescription
from tiled_jl.widgets import MetadataEditor


@pytest.fixture
def sample(client: Any) -> Any:
    made = client["catalog"].create_container(metadata={"name": "Cu foil"})
    yield made
    client["catalog"].delete_contents([made.path_parts[-1]])


@pytest.fixture
def editor(sample: Any) -> MetadataEditor:
    return MetadataEditor(sample)


def opened(editor: MetadataEditor) -> Any:
    """Have the page open the editor."""
    return editor._open(OpenDescription(**editor._target)).body


def saved(editor: MetadataEditor, now: Any, patch: str) -> Any:
    """Have a person save a change."""
    fingerprint = now.fingerprint
    request = SaveDescription(**editor._target, fingerprint=fingerprint, patch=patch)
    return editor._save(request).body


def test_an_editor_has_the_metadata_and_asks_nothing(sample: Any, requests: list[str]) -> None:
    requests.clear()
    editor = MetadataEditor(sample)
    assert (editor.value, editor.dirty, requests) == ({"name": "Cu foil"}, False, [])


def test_what_was_changed_elsewhere_is_there_when_the_page_opens(
    editor: MetadataEditor, sample: Any
) -> None:
    sample.update_metadata({"annealed": True})
    opened(editor)
    assert editor.value == {"name": "Cu foil", "annealed": True}
    assert editor._draft == ""


def test_what_a_person_saves_is_observed(editor: MetadataEditor, sample: Any) -> None:
    seen: list[Any] = []
    editor.observe(lambda change: seen.append(change["new"]), "value")
    now = opened(editor)
    saved(editor, now, '[{"op": "add", "path": "/mass", "value": 2.5}]')
    assert seen == [{"name": "Cu foil", "mass": 2.5}]
    assert saved(editor, now, '[{"op": "add", "path": "/mass", "value": 3}]').saved is False
    assert editor.value == {"name": "Cu foil", "mass": 2.5}
    sample.refresh()
    assert sample.metadata["mass"] == 2.5


def test_what_code_sets_is_a_draft_that_is_not_saved(editor: MetadataEditor, sample: Any) -> None:
    editor.value = {"name": "Ni", "masses": np.array([1, 2]), "é": 2**60 + 1}
    assert editor.value == {"name": "Ni", "masses": [1, 2], "é": 2**60 + 1}
    assert editor._draft == '{"name":"Ni","masses":[1,2],"é":1152921504606846977}'
    opened(editor)
    assert editor.value["name"] == "Ni"
    sample.refresh()
    assert sample.metadata == {"name": "Cu foil"}


@pytest.mark.parametrize("value", [None, [1], "x", {"a": object()}])
def test_what_cannot_be_metadata_is_refused(editor: MetadataEditor, value: Any) -> None:
    with pytest.raises(traitlets.TraitError):
        editor.value = value
    assert (editor.value, editor._draft) == ({"name": "Cu foil"}, "")


def test_no_metadata_and_no_secret_are_in_the_notebook(
    editor: MetadataEditor, server: serving.Server
) -> None:
    state = {name: editor.get_state()[name] for name in editor.keys if name != "_esm"}
    assert "Cu foil" not in repr(state)
    assert server.api_key not in repr(state) + repr(editor)
