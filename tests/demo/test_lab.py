"""JupyterLab beside the demo's server."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import nbformat
import psutil
import pytest
from nbclient import NotebookClient

from tiled_jl.demo import lab
from tiled_jl.demo.folders import open_folder
from tiled_jl.demo.server import DemoServer

from .conftest import eventually, is_running
from .test_cli import command, read_until


@pytest.mark.slow
def test_one_command_opens_both_and_the_end_of_jupyterlab_ends_both(tmp_path: Path) -> None:
    data = tmp_path / "data"
    open_folder(data).close()
    (data / "work").mkdir()
    (data / "work" / "json.py").write_text("raise ImportError('a file of the user')")
    with command("demo", "--no-browser", f"--data={data}") as process:
        lines = read_until(process, "Ctrl-C")
        tiled = next(line for line in lines if line.startswith("Tiled")).split()[1]
        page = urlsplit(next(line for line in lines if line.startswith("JupyterLab")).split()[1])
        origin, token = f"http://{page.netloc}", parse_qs(page.query)["token"][0]
        children = psutil.Process(process.pid).children()
        assert len(children) == 2

        with httpx.Client(base_url=origin, trust_env=False) as http:
            assert http.get("/api/sessions").status_code == 403
            http.headers["Authorization"] = f"token {token}"
            assert http.get(page.path).is_success
            files = [item["name"] for item in http.get("/api/contents").json()["content"]]
            assert set(files) == {"json.py", "tutorial.ipynb"}
            kernel = http.post("/api/kernels", json={"name": "python3"}).json()
            kernels = [
                child
                for child in psutil.Process(process.pid).children(recursive=True)
                if child not in children and "ipykernel" in " ".join(child.cmdline())
            ]
            assert kernel["id"]
            (only,) = kernels
            environment = only.environ()
            assert environment["TILED_JL_DEMO_URI"] == tiled
            assert "TILED_API_KEY" not in environment
            assert only.exe() == psutil.Process().exe()
            http.post("/api/shutdown").raise_for_status()

        assert process.wait(60) == 0
        for child in [*children, only]:
            assert eventually(lambda child=child: not is_running(child.pid)), child


@pytest.mark.slow
def test_killing_the_command_ends_jupyterlab_and_tiled(tmp_path: Path) -> None:
    with command("demo", "--no-browser", f"--data={tmp_path / 'data'}") as process:
        lines = read_until(process, "Ctrl-C")
        children = psutil.Process(process.pid).children()
        assert len(children) == 2

        home = tmp_path / "data" / "home"
        (server,) = json.loads((home / "servers.json").read_text())
        assert server["name"] == "demo"
        assert f"Tiled        {server['uri']}" in lines
        (key,) = (home / "keys").iterdir()
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert not [line for line in lines if key.read_text() in line]

        page = urlsplit(next(line for line in lines if line.startswith("JupyterLab")).split()[1])
        kernel = httpx.post(
            f"http://{page.netloc}/api/kernels?{page.query}", json={}, trust_env=False
        )
        assert kernel.is_success
        everything = psutil.Process(process.pid).children(recursive=True)
        assert len(everything) > 2

        process.kill()
        for child in everything:
            assert eventually(lambda child=child: not is_running(child.pid)), child


@pytest.mark.slow
def test_the_tutorial_runs_from_top_to_bottom(
    demo: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tiled_jl.auth.keys import KeyStore

    monkeypatch.delenv("TILED_API_KEY", raising=False)
    monkeypatch.setenv("TILED_JL_HOME", str(tmp_path))
    monkeypatch.setenv("TILED_JL_DEMO_URI", demo.uri)
    KeyStore().set(f"{demo.uri}/api/v1/", demo.api_key)
    notebook = nbformat.read(Path(lab.__file__).parent / lab.TUTORIAL, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    text = json.dumps(notebook)
    assert "scans are of a hot copper foil" in text
    assert "brightest pixel: 65535" in text
    assert demo.api_key not in text


def test_the_tutorial_as_shipped_holds_no_output() -> None:
    notebook = nbformat.read(Path(lab.__file__).parent / lab.TUTORIAL, as_version=4)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]


def test_a_tutorial_that_the_user_changed_is_left_as_it_is(tmp_path: Path) -> None:
    lab._put_tutorial(tmp_path)
    tutorial = tmp_path / lab.TUTORIAL
    original = tutorial.read_text()
    for mine in ("mine", original.replace("list(client)", "list(client)[0]")):
        tutorial.write_text(mine)
        lab._put_tutorial(tmp_path)
        assert tutorial.read_text() == mine
    tutorial.unlink()
    lab._put_tutorial(tmp_path)
    assert tutorial.read_text() == original


def test_a_tutorial_that_was_run_keeps_its_outputs(tmp_path: Path) -> None:
    lab._put_tutorial(tmp_path)
    ran = nbformat.read(tmp_path / lab.TUTORIAL, as_version=4)
    ran.cells[2].outputs = [nbformat.v4.new_output("stream", text="what the cell printed")]
    nbformat.write(ran, tmp_path / lab.TUTORIAL)
    lab._put_tutorial(tmp_path)
    assert "what the cell printed" in (tmp_path / lab.TUTORIAL).read_text()


def test_a_tutorial_that_nobody_changed_follows_the_package(tmp_path: Path) -> None:
    lab._put_tutorial(tmp_path)
    tutorial = tmp_path / lab.TUTORIAL
    original = tutorial.read_text()
    tutorial.write_text(original.replace("Look around", "An older edition"))
    (tmp_path / f".{lab.TUTORIAL}.written").write_text(lab._written_by_hand(tutorial))
    lab._put_tutorial(tmp_path)
    assert tutorial.read_text() == original


def test_the_demo_costs_nothing_until_it_is_asked_for() -> None:
    script = (
        "import sys, tiled_jl.cli\nprint([m for m in sys.modules if m.startswith('tiled_jl.')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=dict(os.environ)
    )
    assert shown.stdout.strip() == "['tiled_jl.cli']"
