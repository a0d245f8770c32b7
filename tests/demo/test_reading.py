"""The client reads what the demo holds of every family."""

from typing import Any

import numpy as np
import pytest

from tiled_jl import from_uri
from tiled_jl.demo import events
from tiled_jl.demo.server import DemoServer


@pytest.fixture(scope="module")
def client(demo: DemoServer) -> Any:
    return from_uri(demo.uri, api_key=demo.api_key)


def test_the_sparse_histogram(client: Any) -> None:
    blocks, shape, _ = events.sparse_blocks()
    want = np.zeros(shape, "uint32")
    for coordinates, counts in blocks.values():
        want[tuple(coordinates)] = counts
    np.testing.assert_array_equal(client["examples/sparse"].todense(), want)
    found = client["examples/sparse"].read_block((1, 0))
    np.testing.assert_array_equal(found.todense(), want[512:, :512])


def test_the_nested_events(client: Any) -> None:
    want = events.awkward_events()
    assert client["examples/awkward"].read().tolist() == want.tolist()
    assert client["examples/awkward"]["tracks", "hits", "x", 7].tolist() == (
        want["tracks", "hits", "x", 7].tolist()
    )


def test_the_ragged_pulses(client: Any) -> None:
    want = events.ragged_pulses()
    assert client["examples/ragged"].read().tolist() == want.tolist()
    assert client["examples/ragged"][3:5, :2].tolist() == want[3:5, :2].tolist()


def test_the_logbook(client: Any) -> None:
    assert "Shutter open" in client["files/logbook"].read().decode()


def test_what_is_written_to_the_scratch_space(client: Any) -> None:
    folder = client["scratch"].create_container()
    assert folder.write_awkward([{"x": [1]}]).read().tolist() == [{"x": [1]}]
    assert folder.write_ragged([[1.5], []]).read().tolist() == [[1.5], []]
    assert folder.write_sparse([[1]], [2], (3,)).todense().tolist() == [0, 2, 0]
