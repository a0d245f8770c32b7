import ast
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import pytest

from tiled_jl.browser.messages import (
    EVENTS,
    REQUESTS,
    Error,
    Message,
    Progress,
    Size,
    say,
    say_many,
)

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "generate_words.py"
SOURCE = SimpleNamespace(**run_path(str(SCRIPT)))

DATA = {
    "words that the page translates, and what it puts into them": """
        Words.text Words.plural Words.values Fact.value""",
    "what a program or a server said, shown as a quotation in English": """
        Error.detail Facet.detail NodeSummary.broken ServersResult.problems LoginResult.message""",
    "plain text for pages of other versions, which may not know words that can be translated": """
        Error.message Error.hint""",
    "names that the server, the person or the data gave": """
        Server.name Server.identity Server.profile LoginWay.provider LoginWaysResult.username
        ApiKey.scopes ApiKey.note ApiKey.access_tags AccessResult.scopes NodeSummary.key
        NodeSummary.path NodeSummary.structure_family NodeSummary.specs KeyExample.key Facet.key
        CodeResult.name EditedSpec.name EditedSpec.version Description.access_tags
        Description.known_specs DeleteResult.path Dimension.name Component.name Column.name
        NumericField.path DatasetDimension.name Variable.name Variable.path Variable.dims
        Variable.title Tally.name Contents.columns FileEntry.name PlotCurve.name FileResult.name
        ExportOptionsResult.name ExportOptionsResult.columns Transfer.path Destination.path
        CopyFailure.path NodesArrived.path""",
    "types and units as code and data write them": """
        NodeSummary.dtype PreviewPlan.dtype PreviewPlan.type Component.dtype Column.dtype
        NumericField.dtype Variable.dtype Dimension.unit PreviewPlan.unit Component.unit Column.unit
        NumericField.unit Variable.unit ColumnValue.unit FileResult.media_type
        ExportFormat.media_type ExportFormat.extension""",
    "values of the data and the metadata": """
        NodeSummary.values ColumnValue.value Suggestion.value NodeDetail.metadata
        Description.metadata Revision.metadata Dimension.coordinates PreviewPlan.value
        Variable.attributes Dataset.attributes TableResult.cells EventsResult.events FileResult.text
        FileResult.value""",
    "addresses, files and what tells one thing from another": """
        Server.id Server.uri NodeDetail.uri NodeDetail.server LoginCodeResult.uri
        LoginCodeResult.user_code LoginSession.id ApiKey.first_eight ApiKey.file
        MakeKeyResult.first_eight MakeKeyResult.file Description.fingerprint Error.request_id
        Transfer.id Transfer.server Transfer.file Destination.server NodesArrived.server
        ModuleResult.names""",
    "moments in ISO 8601": """
        ApiKey.expires ApiKey.last_used LoginSession.expires NodeDetail.time_created
        Revision.time""",
    "versions, code, and what only programs read": """
        HelloResult.version HelloResult.python Server.version CodeResult.setup CodeResult.body
        Progress.unit""",
}
"""The fields of what the kernel sends that hold text, by why it is the same in every language."""


def places(template: str) -> set[int]:
    return {int(place) for place in re.findall(r"%(\d)", template)}


def test_what_the_kernel_says_stands_in_its_source_as_it_is() -> None:
    found = list(SOURCE.calls())
    odd = [where for where, call in found if not is_literal(call)]
    assert odd == []
    assert len(found) > 150


def is_literal(call: ast.Call) -> bool:
    """Whether the templates of a call are literal, and have a place for each of the values."""
    count = SOURCE.TEMPLATES[SOURCE.name_of(call)]
    found, values = call.args[:count], call.args[count:]
    if call.keywords or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    # The number of things that are counted is in the second place, and need not be said.
    wanted = {place + count for place in range(len(values))}
    unsaid = {count} - {1}
    return (
        len(found) == count
        and all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in found)
        and all(places(text) | unsaid == wanted for text in SOURCE.templates(call))
    )


@pytest.mark.parametrize("code", ["say(f'{n} rows')", "say(text)", "say('%1 of %2', n)"])
def test_what_does_not_is_found(code: str) -> None:
    call = ast.parse(code).body[0].value  # type: ignore[attr-defined]
    assert not is_literal(call)


def test_nothing_else_makes_words() -> None:
    made = [
        file.name
        for file in (ROOT / "tiled_jl").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and SOURCE.name_of(node) == "Words"
    ]
    assert set(made) == {"words.py"}


def test_translators_are_given_what_the_kernel_says() -> None:
    checked = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_text_that_the_kernel_sends_is_data() -> None:
    known = [name for names in DATA.values() for name in names.split()]
    assert sorted(texts_sent()) == sorted(known)


def texts_sent() -> Iterator[str]:
    """Yield the fields that hold text of all that the kernel sends."""
    results = [typing.get_args(request.__orig_bases__[0])[0] for request in REQUESTS]  # type: ignore[attr-defined]
    todo: list[Any] = [*results, *EVENTS, Error, Progress]
    seen: set[Any] = set()
    while todo:
        kind = todo.pop()
        todo += typing.get_args(kind)
        if not (isinstance(kind, type) and issubclass(kind, Message)) or kind in seen:
            continue
        seen.add(kind)
        for name, hint in typing.get_type_hints(kind).items():
            if typing.get_origin(hint) is not typing.ClassVar:
                todo.append(hint)
                if holds_text(hint):
                    yield f"{kind.__name__}.{name}"


def holds_text(hint: Any) -> bool:
    if typing.get_origin(hint) is typing.Literal:
        return False
    parts = typing.get_args(hint)
    # What keys name is a name, too.
    return hint in (str, Any) or any(holds_text(part) for part in parts)


def test_words_can_be_read_in_english() -> None:
    assert str(say("%2 before %1", "a", 12_000)) == "12,000 before a"
    assert str(say("%1 at %2", [60, None], Size(2_000))) == "60 × ? at 2,000 bytes"
    assert str(say_many("%2 value of %3", "%2 values of %3", 1, "x")) == "1 value of x"
    assert str(say_many("%2 value of %3", "%2 values of %3", 0, "x")) == "0 values of x"
