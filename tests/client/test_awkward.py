"""Nested data read and write as Awkward Array has them, and only what is asked for travels."""

import json
from collections.abc import Iterator
from typing import Any

import awkward
import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import EVENTS

from tiled_jl import AwkwardClient, Context, from_context
from tiled_jl.errors import NoSuchKey, NotFound, ResponseError, ServerError
from tiled_jl.structures import AwkwardStructure, buffers
from tiled_jl.structures.awkward import from_array

s_ = numpy.s_
WHOLE = awkward.Array(EVENTS)


@pytest.fixture
def irregular(memory: Any) -> Any:
    return memory["irregular"]


@pytest.fixture
def events(irregular: Any) -> Any:
    return irregular["events"]


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container of the catalogue."""
    return client["catalog"].create_container()


def listed(found: Any) -> Any:
    return found.tolist() if hasattr(found, "tolist") else found


def assert_same(found: Any, want: Any) -> None:
    assert type(found) is type(want)
    if isinstance(want, awkward.Array):
        assert found.type == want.type
    assert repr(listed(found)) == repr(listed(want))


def test_nested_data_read_as_they_are(events: Any) -> None:
    assert isinstance(events, AwkwardClient)
    assert_same(events.read(), WHOLE)
    assert len(events) == events.length == 60
    assert events.fields == ["event", "label", "hits", "trigger", "either", "pair"]
    assert events.form.type == WHOLE.layout.form.type
    assert [each["event"] for each in events] == list(range(60))


@pytest.mark.parametrize(
    "index",
    [
        "label", ("hits", "x"), ["event", "trigger"], (["hits", "event"], 3), ("hits", ["t"], 7),
        (5, "pair", "1"), ("pair", ["0"]), (s_[::-7], "either"), ("hits", "x", s_[:4], s_[:1]),
        s_[3:9], -1, ("hits", 3), ..., (), ("trigger", [1, 2, 3]),
        ("event", numpy.arange(60) % 2 == 0), (["hits"], "x"), ("hits", -1, -1, "t"),
    ],
    ids=str,
)  # fmt: skip
def test_indexing_is_that_of_awkward_array(events: Any, index: Any) -> None:
    assert_same(events[index], WHOLE[index])
    assert_same(events.read(index), WHOLE[index])


@pytest.mark.parametrize(
    "index", ["nope", ("hits", "y"), ["event", "nope"], ("event", "x"), ("label", "x")]
)
def test_a_field_that_is_not_there_is_refused_before_anything_is_sent(
    events: Any, requests: list[str], index: Any
) -> None:
    requests.clear()
    with pytest.raises(NoSuchKey, match="no field") as caught:
        events[index]
    assert "'label'" in str(caught.value)
    assert requests == []


@pytest.mark.parametrize("index", [60, -61, ("hits", 60), (numpy.int8(60), "hits")])
def test_an_element_that_is_not_there_is_refused_before_anything_is_sent(
    events: Any, requests: list[str], index: Any
) -> None:
    requests.clear()
    with pytest.raises(IndexError, match="60 elements"):
        events[index]
    assert requests == []


def test_only_the_buffers_of_the_fields_that_are_asked_for_travel(
    events: Any, requests: list[str]
) -> None:
    requests.clear()
    events["hits", "t"]
    events.read()
    one, everything = requests
    assert one.count("form_key") == 2
    assert one.startswith("GET awkward/buffers")
    assert "form_key" not in everything


def test_a_long_list_of_buffers_goes_in_the_body(scratch: Any, requests: list[str]) -> None:
    wide = awkward.Array([{f"a field with number {number}": number for number in range(200)}])
    node = scratch.write_awkward(wide)
    requests.clear()
    chosen = wide.fields[:150]
    assert_same(node[chosen], wide[chosen])
    assert requests[-1].startswith("POST awkward/buffers")


def test_what_is_more_than_the_server_sends_at_once_comes_in_parts(
    client: Any, scratch: Any, requests: list[str]
) -> None:
    # 4 × 2.4 MB, where the server's limit is 4 MB.
    content = {name: numpy.arange(300_000, dtype="f8") for name in "abcd"}
    array = awkward.unflatten(awkward.zip(content), numpy.full(3_000, 100))
    node = scratch.write_awkward(array)
    requests.clear()
    assert awkward.array_equal(node.read(), array)
    assert len(requests) > 4
    assert awkward.array_equal(node["b", 5], array["b", 5])


def test_it_shows_its_length_and_fields(events: Any) -> None:
    assert repr(events).startswith(
        "<AwkwardClient 'memory/irregular/events' length=60 fields=['event', 'label'"
    )


ARRAYS: dict[str, Any] = {
    "empty": [],
    "empty lists": [[], []],
    "numbers": numpy.arange(5, dtype="f4"),
    "regular": numpy.arange(24, dtype="i2").reshape(2, 3, 4),
    "moments": numpy.array(["2026-01-01", "NaT"], "M8[s]"),
    "complex": numpy.array([1j, 2]),
    "strings": ["", "née", "😀"],
    "bytes": [b"", b"\x00\xff"],
    "missing": [1, None, 3],
    "missing lists": [[1], None, [None]],
    "union": [1, "two", [3.0], {"four": 4}],
    "tuples": [(1, "a"), (2, "b")],
    "no fields": [{}, {}],
    "records": [{"a b": {"ключ": [1]}}, {"a b": {"ключ": []}}],
    "of no length": awkward.Array([[1.5], []])[:0],
    "a part": awkward.Array([[1], [2, 3], [], [4]])[1:3],
    "out of order": awkward.Array([[1], [2, 3], [], [4]])[[3, 1, 1]],
    "masked": awkward.mask(numpy.arange(10), numpy.arange(10) % 3 == 0),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_nested_data_of_any_type_round_trip(scratch: Any, name: str) -> None:
    want = awkward.Array(ARRAYS[name])
    node = scratch.write_awkward(ARRAYS[name], key=name, metadata={"unit": "mm"}, specs=["test"])
    assert_same(node.read(), want)
    again = scratch[name]
    assert len(again) == len(want)
    assert again.metadata["unit"] == "mm"
    assert [spec.name for spec in again.specs] == ["test"]


# Awkward Array takes names for equal that differ only beyond this letter.
names = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=3)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(width=32) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(names, inner, max_size=3)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)
arrays = st.lists(values, max_size=5)


def paths(form: Any) -> list[tuple[str, ...]]:
    """Return how to get to every field."""
    form = form.to_dict() if not isinstance(form, dict) else form
    if form["class"] == "RecordArray":
        names = form["fields"] or [str(number) for number in range(len(form["contents"]))]
        found = [()]
        for name, content in zip(names, form["contents"], strict=True):
            found += [(name, *rest) for rest in paths(content)]
        return found
    return paths(form["content"]) if "content" in form else [()]


@settings(max_examples=500, deadline=None)
@given(arrays, st.data())
def test_the_buffers_of_a_field_are_all_that_it_takes(listed: Any, data: st.DataObject) -> None:
    array = awkward.Array(listed)
    structure, found = from_array(array)
    structure = AwkwardStructure.from_json(json.loads(json.dumps(structure.to_json())))
    path = data.draw(st.sampled_from(paths(structure.form)))
    chosen = structure.select(path)
    body = bytearray(buffers.pack({name: found[name] for name in chosen.buffers()}))
    rebuilt = chosen.to_array(buffers.unpack(body))
    assert set(chosen.buffers()) <= set(structure.buffers())
    # The server keeps no type for what it has no value of.
    assert_same(rebuilt[path] if path else rebuilt, array[path] if path else array)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Any]:
    """A container in this process, whose children are made from what is put on the shelf."""
    from tiled.adapters.awkward import AwkwardAdapter
    from tiled.adapters.mapping import MapAdapter
    from tiled.config import Authentication
    from tiled.server.app import build_app

    children: dict[str, Any] = {}
    authentication = Authentication(single_user_api_key="appkey0")
    app = build_app(MapAdapter(children), authentication=authentication)
    with Context.from_app(app, api_key="appkey0") as context:
        root = from_context(context)

        def put(array: awkward.Array) -> Any:
            children["it"] = AwkwardAdapter.from_array(array)
            return root["it"]

        yield put


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(arrays)
def test_whatever_a_server_holds_is_read(shelf: Any, listed: Any) -> None:
    array = awkward.Array(listed)
    assert_same(shelf(array).read(), array)


def test_data_can_be_written_again(scratch: Any) -> None:
    node = scratch.write_awkward([{"x": [1, 2]}, {"x": []}])
    node.write([{"x": []}, {"x": [7, 8, 9]}])
    assert node.read().tolist() == [{"x": []}, {"x": [7, 8, 9]}]


def test_data_fit_a_node_whose_buffers_have_other_names(scratch: Any) -> None:
    form, length, _ = awkward.to_buffers(awkward.Array([[1, 2], []]), form_key="part-{id}")
    structure = {"length": length, "form": form.to_dict()}
    node = scratch.new("awkward", [{"structure_family": "awkward", "structure": structure}])
    node.write([[5], [6, 7]])
    assert node.read().tolist() == [[5], [6, 7]]


@pytest.mark.parametrize(
    ("array", "words"),
    [([[1]], "1 elements"), ([[1.5], [2.5]], "var \\* int64"), ([["a"], []], "var \\* int64")],
)
def test_data_that_do_not_fit_the_node_are_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], array: Any, words: str
) -> None:
    node = scratch.write_awkward([[1], []])
    requests.clear()
    with pytest.raises(ValueError, match=words):
        node.write(array)
    assert requests == []


def test_what_is_no_array_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str]
) -> None:
    requests.clear()
    with pytest.raises(ValueError, match="cannot convert"):
        scratch.write_awkward([object()])
    with pytest.raises(TypeError):
        scratch.write_awkward(object())
    assert requests == []


def test_a_node_whose_data_cannot_be_written_is_removed_again(
    scratch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = scratch.context.session._courier._send

    def fail(request: Any, url: str) -> Any:
        if request.method == "PUT":
            raise ServerError("no room", method="PUT", url=url, status=507)
        return send(request, url)

    monkeypatch.setattr(scratch.context.session._courier, "_send", fail)
    with pytest.raises(ServerError, match="no room") as caught:
        scratch.write_awkward([1, 2], key="half")
    assert "removed again" in caught.value.__notes__[0]
    with pytest.raises(NotFound):
        scratch["half"]


# What a server may send, and should not.


def lists() -> tuple[AwkwardStructure, dict[str, Any]]:
    return from_array(awkward.Array([[1.0, 2.0], [], [3.0]]))


@pytest.mark.parametrize(
    "damage",
    [
        {"node0-offsets": numpy.array([0, 3, 2, 3])},
        {"node0-offsets": numpy.array([-5, 2, 2, 3])},
        {"node0-offsets": numpy.array([0, 2, 2, 10**15])},
        {"node0-offsets": numpy.array([0, 2])},
        {"node1-data": numpy.array([1.0])},
        {"node1-data": numpy.zeros(7, "u1")},
        {"node1-data": None},
    ],
    ids=range(7),
)
def test_buffers_that_contradict_each_other_are_refused(damage: dict[str, Any]) -> None:
    structure, found = lists()
    damaged = {name: data for name, data in (found | damage).items() if data is not None}
    with pytest.raises(ValueError, match="buffers"):
        structure.to_array(buffers.unpack(bytearray(buffers.pack(damaged))))


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"class": "NumpyArray", "primitive": "int63", "form_key": "a"},
        {"class": "RegularArray", "size": -1, "content": {"class": "EmptyArray"}},
        {"class": "RecordArray", "fields": ["a"], "contents": []},
        {"class": "Nothing"},
        {"class": "ListOffsetArray", "offsets": "i99", "content": "int64", "form_key": "a"},
    ],
    ids=range(6),
)
def test_a_form_that_makes_no_sense_is_refused(events: Any, form: dict[str, Any]) -> None:
    events._item.structure = AwkwardStructure(3, form)
    with pytest.raises(ResponseError, match="structure of"):
        events.read()


def test_a_form_as_deep_as_python_cannot_go_is_refused() -> None:
    form: dict[str, Any] = {"class": "EmptyArray"}
    for _ in range(5_000):
        form = {"class": "RegularArray", "size": 1, "content": form}
    with pytest.raises(ValueError, match="not the form"):
        AwkwardStructure(3, form).to_awkward_form()


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        AwkwardStructure.from_json({"length": -1, "form": {"class": "EmptyArray"}})
