import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import kernels
import pytest
import serving

from tiled_jl.browser.messages import PROTOCOL_VERSION
from tiled_jl.sidebar import TARGET, register

BOOTSTRAP = "import tiled_jl.sidebar\ntiled_jl.sidebar.register()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kernels.Kernel]:
    home = tmp_path_factory.mktemp("kernel")
    with kernels.kernel({**os.environ, "TILED_JL_HOME": str(home)}) as kernel:
        kernel.run(BOOTSTRAP)
        yield kernel


class Door:
    """The sidebar's comm, seen from the page."""

    def __init__(self, kernel: kernels.Kernel) -> None:
        self.kernel = kernel
        self.comm = kernel.open(TARGET)
        self.count = 0

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self.count += 1
        request = {"v": PROTOCOL_VERSION, "id": self.count, "method": method, "params": params}
        self.kernel.post(self.comm, request)
        while True:
            message, buffers = self.kernel.hear(self.comm)
            if message.get("id") == self.count and "progress" not in message:
                return {**message, "buffers": buffers}


@pytest.fixture
def door(kernel: kernels.Kernel) -> Iterator[Door]:
    door = Door(kernel)
    yield door
    kernel.close(door.comm)


def test_the_sidebar_is_answered_by_its_kernel(door: Door) -> None:
    assert door.ask("hello")["result"]["protocol"] == PROTOCOL_VERSION


def test_data_travel_beside_the_message(door: Door, server: serving.Server) -> None:
    added = door.ask("servers.add", uri=server.uri, apiKey=server.api_key)["result"]
    answer = door.ask(
        "preview.line",
        server=added["id"],
        path=["memory", "arrays", "spans"],
        axis=0,
        at=[0],
        start=0,
        stop=5,
    )
    assert [len(buffer) for buffer in answer["buffers"]] == [40]
    door.ask("servers.remove", server=added["id"])


def test_registering_again_changes_nothing(kernel: kernels.Kernel, door: Door) -> None:
    door.ask("hello")
    kernel.run(BOOTSTRAP)
    assert door.ask("hello")["result"]["protocol"] == PROTOCOL_VERSION
    assert Door(kernel).ask("hello")["result"]["protocol"] == PROTOCOL_VERSION


def test_two_pages_share_what_the_kernel_knows(
    kernel: kernels.Kernel, door: Door, server: serving.Server
) -> None:
    other = Door(kernel)
    other.ask("hello")
    added = door.ask("servers.add", uri=server.uri, apiKey=server.api_key)["result"]
    event, _ = kernel.hear(other.comm)
    assert event["topic"] == "servers.changed"
    assert other.ask("servers.list")["result"]["servers"] == [added]
    door.ask("servers.remove", server=added["id"])


def test_the_kernel_answers_while_a_cell_runs(kernel: kernels.Kernel) -> None:
    kernel.use_subshell()
    door = Door(kernel)
    door.ask("hello")
    cell = kernel.start("import time; print('sleeping', flush=True); time.sleep(20)")
    for _ in range(3):
        assert door.ask("hello")["result"]["protocol"] == PROTOCOL_VERSION
    assert not kernel.is_idle(cell)


def test_importing_the_door_loads_nothing_heavy() -> None:
    code = (
        "import sys, tiled_jl.sidebar as door; "
        "print([name for name in ('numpy', 'pandas', 'httpx', 'msgspec') if name in sys.modules])"
    )
    output = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert output.strip() == "[]"


def test_outside_a_kernel_registering_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("comm.get_comm_manager", lambda: None)
    with pytest.raises(RuntimeError, match="no Jupyter kernel"):
        register()
