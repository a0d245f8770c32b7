"""The widgets in a real kernel, with the test in place of the page."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kernels
import nbformat
import pytest
import serving

from tiled_jl.browser.messages import PROTOCOL_VERSION

VIEW = "application/vnd.jupyter.widget-view+json"
SETUP = """
from tiled_jl import from_uri
from tiled_jl.widgets import PreviewWidget, TreeWidget
client = from_uri({uri!r})
"""


@pytest.fixture(scope="module")
def environment(server: serving.Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = str(tmp_path_factory.mktemp("kernel"))
    return {**os.environ, "TILED_JL_HOME": home, "TILED_API_KEY": server.api_key}


@pytest.fixture(scope="module")
def kernel(server: serving.Server, environment: dict[str, str]) -> Iterator[kernels.Kernel]:
    with kernels.kernel(environment) as kernel:
        kernel.use_subshell()
        kernel.run(SETUP.format(uri=server.uri))
        yield kernel


class View:
    """A widget as the page has it."""

    def __init__(self, kernel: kernels.Kernel, expression: str) -> None:
        self.kernel = kernel
        self.data = shown(kernel.run(expression))
        self.comm = self.data[VIEW]["model_id"]
        self.count = 0

    def ask(self, method: str, **params: Any) -> tuple[Any, list[bytes]]:
        self.count += 1
        ident = f"{self.comm}-{self.count}"
        request = {"v": PROTOCOL_VERSION, "id": ident, "method": method, "params": params}
        self.kernel.post(self.comm, {"method": "custom", "content": request})
        while True:
            message, buffers = self.kernel.hear(self.comm)
            content = message.get("content", {})
            if content.get("id") == ident and "progress" not in content:
                return content["result"], buffers

    def set(self, **traits: Any) -> None:
        state = {"method": "update", "state": traits, "buffer_paths": []}
        self.kernel.post(self.comm, state)


def shown(messages: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = {"display_data", "execute_result"}
    found: dict[str, Any] = next(
        message["content"]["data"] for message in messages if message["msg_type"] in kinds
    )
    return found


@pytest.mark.parametrize("expression", ["client", "client['memory/arrays/counts']"])
def test_a_client_as_the_last_line_shows_a_widget_and_a_summary(
    kernel: kernels.Kernel, expression: str
) -> None:
    data = View(kernel, expression).data
    assert set(data) == {VIEW, "text/html", "text/plain"}
    assert data["text/html"].startswith("<table>")
    assert data["text/plain"] == kernel.say(f"print({expression})").strip()


def test_names_from_the_server_are_escaped_in_the_summary(
    kernel: kernels.Kernel, server: serving.Server
) -> None:
    with server.http as http:
        serving.create_container(http, "catalog", "<script>alert(1)<script>")
        data = View(kernel, "client['catalog', '<script>alert(1)<script>']").data
        http.delete("metadata/catalog/<script>alert(1)<script>")
    assert "<script>" not in data["text/html"]
    assert "&lt;script&gt;" in data["text/html"]


def test_the_page_fetches_the_module_that_the_widget_names(kernel: kernels.Kernel) -> None:
    view = View(kernel, "tree = TreeWidget(client); tree")
    named = kernel.say("print(tree._module)").strip()
    result, buffers = view.ask("modules.load", name=named)
    assert result["names"][-1] == named
    assert b"mount" in gzip.decompress(buffers[-1])
    result, buffers = view.ask("modules.load", name=named, have=result["names"][:-1])
    assert (result["names"], len(buffers)) == ([named], 1)


def test_a_widget_sees_the_server_of_its_client_alone(
    kernel: kernels.Kernel, server: serving.Server
) -> None:
    view = View(kernel, "tree = TreeWidget(client); tree")
    (seen,) = view.ask("servers.list")[0]["servers"]
    assert seen["uri"] == server.uri
    assert seen["id"] == kernel.say("print(tree._target['server'])").strip()
    assert view.ask("nodes.list", server=seen["id"])[0]["total"] == 2


def test_a_preview_is_fed_with_data(kernel: kernels.Kernel) -> None:
    view = View(kernel, "preview = PreviewWidget(client['memory/arrays/counts']); preview")
    target = json.loads(kernel.say("import json; print(json.dumps(preview._target))"))
    place = {"x": 2, "y": 1, "at": [1, 0, 0], "rows": [0, 16], "columns": [0, 18]}
    result, (pixels,) = view.ask("preview.image", **target, **place)
    assert (result["height"], result["width"], len(pixels)) == (16, 18, 16 * 18 * 2)


def test_what_is_chosen_in_the_page_is_known_in_the_notebook(kernel: kernels.Kernel) -> None:
    view = View(kernel, "tree = TreeWidget(client); tree")
    view.set(selection=["memory", "arrays", "counts"])
    view.ask("hello")
    assert kernel.say("print(tree.selected.shape)").strip() == "(12, 16, 18)"


def test_code_for_a_widget_names_the_client_of_the_notebook(kernel: kernels.Kernel) -> None:
    view = View(kernel, "tree = TreeWidget(client); tree")
    server = kernel.say("print(tree._target['server'])").strip()
    code, _ = view.ask("nodes.code", server=server, path=["memory", "arrays", "flags"])
    assert code["body"].startswith('flags = client["memory/arrays/flags"]')


def test_a_widget_is_answered_while_the_cell_after_it_runs(kernel: kernels.Kernel) -> None:
    view = View(kernel, "tree = TreeWidget(client); tree")
    code = "import time; tree.selection = ['memory']; print('sleeping', flush=True); time.sleep(20)"
    cell = kernel.start(code)
    for _ in range(3):
        assert view.ask("hello")[0]["protocol"] == PROTOCOL_VERSION
    assert not kernel.is_idle(cell)


def test_outside_a_kernel_a_client_shows_a_summary(client: Any) -> None:
    assert set(client._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_a_notebook_of_three_widgets_stays_small(
    server: serving.Server, environment: dict[str, str], tmp_path: Path
) -> None:
    cells = [
        SETUP.format(uri=server.uri),
        "client",
        "client['memory/arrays/floats']",
        "PreviewWidget(client['memory/tables/spectrum'])",
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells]
    )
    nbformat.write(notebook, tmp_path / "three.ipynb")
    arguments = ["--to", "notebook", "--execute", "--inplace", "three.ipynb"]
    subprocess.run(
        [sys.executable, "-m", "nbconvert", *arguments],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    text = (tmp_path / "three.ipynb").read_text()
    models = json.loads(text)["metadata"]["widgets"].popitem()[1]["state"].values()
    assert sum(model["model_name"] == "AnyModel" for model in models) == 3
    assert len(text.encode()) < 40_000
    assert server.api_key not in text
