"""The demo's server as a process: what it keeps to itself, and when it ends."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from tiled_jl.demo import DemoError
from tiled_jl.demo.folders import open_folder
from tiled_jl.demo.server import DemoServer

from .conftest import api, eventually, is_running


def test_the_key_is_in_no_log_no_file_and_no_command_line(
    demo: DemoServer, http: httpx.Client
) -> None:
    http.get("search/").raise_for_status()
    assert demo.api_key not in "".join(psutil.Process(demo.process.pid).cmdline())
    ours = [path for path in demo.folder.root.rglob("*") if path.is_file()]
    assert demo.log in ours
    assert not [path for path in ours if demo.api_key.encode() in path.read_bytes()]


def test_two_servers_have_different_keys_and_keep_to_their_own(demo: DemoServer) -> None:
    with open_folder() as folder, DemoServer(folder) as other:
        assert other.api_key != demo.api_key
        with api(other.uri, demo.api_key) as stranger:
            assert stranger.get("search/").status_code == 401
        with api(other.uri, other.api_key) as owner:
            assert "large" not in [item["id"] for item in owner.get("search/").json()["data"]]
    assert not is_running(other.process.pid)
    assert not folder.root.exists()


def test_settings_of_another_tiled_do_not_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILED_ALLOW_ANONYMOUS_ACCESS", "1")
    monkeypatch.setenv("TILED_SINGLE_USER_API_KEY", "elsewhere")
    with open_folder() as folder, DemoServer(folder) as server:
        assert httpx.get(f"{server.uri}/api/v1/search/", trust_env=False).status_code == 401
        with api(server.uri, "elsewhere") as stranger:
            assert stranger.get("search/").status_code == 401


def test_a_taken_port_is_named(demo: DemoServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=rf"port {port} .* in use.*--tiled-port"):
            DemoServer(demo.folder, port=port)


def test_a_server_that_fails_to_start_says_why(tmp_path: Path) -> None:
    with open_folder(tmp_path / "data") as folder:
        folder.catalog.write_bytes(b"this is no database, however long one looks at it" * 100)
        with pytest.raises(DemoError, match=r"(?s)ended with code.*not a database"):
            DemoServer(folder)


PARENT = """
import time
from tiled_jl.demo.folders import open_folder
from tiled_jl.demo.server import DemoServer
server = DemoServer(open_folder())
print(server.process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_the_server_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        assert is_running(server)
        parent.kill()
    assert eventually(lambda: not is_running(server))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_what_a_killed_demo_left_behind_goes_when_the_next_one_starts() -> None:
    script = (
        "from tiled_jl.demo.folders import open_folder\n"
        "folder = open_folder()\n"
        "print(folder.root, flush=True)\n"
        "input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        root = Path(killed.stdout.readline().strip())
        with open_folder():
            assert root.exists()
        killed.kill()
    with open_folder():
        assert not root.exists()


def test_a_kept_folder_is_one_demo_s_at_a_time(tmp_path: Path) -> None:
    with open_folder(tmp_path / "data"), pytest.raises(DemoError, match="Another"):
        open_folder(tmp_path / "data")
    open_folder(tmp_path / "data").close()


def test_a_folder_of_something_else_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(DemoError, match="not empty"):
        open_folder(tmp_path, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_is_written_with_a_kept_folder_is_there_the_next_time_and_goes_when_fresh(
    tmp_path: Path,
) -> None:
    with open_folder(tmp_path / "data") as folder, DemoServer(folder) as server:
        folder.work.mkdir()
        (folder.work / "mine.ipynb").write_text("{}")
        with api(server.uri, server.api_key) as http:
            edit = {
                "content-type": "application/merge-patch+json",
                "metadata": {"status": "published"},
                "specs": None,
            }
            http.patch("metadata/scratch/analysis", json=edit).raise_for_status()
            http.delete("metadata/scratch/flat_field", params={"external_only": False})
    assert _scratch(tmp_path / "data", fresh=False) == (["analysis"], "published")
    assert _scratch(tmp_path / "data", fresh=True) == (["flat_field", "analysis"], "draft")
    assert (tmp_path / "data" / "work" / "mine.ipynb").exists()


def _scratch(data: Path, *, fresh: bool) -> tuple[list[str], str]:
    with (
        open_folder(data, fresh=fresh) as folder,
        DemoServer(folder) as server,
        api(server.uri, server.api_key) as http,
    ):
        children = http.get("search/scratch").json()["data"]
        found = {item["id"]: item["attributes"]["metadata"] for item in children}
        assert http.get("array/full/files/tomo").is_success
        return list(found), found["analysis"]["status"]
