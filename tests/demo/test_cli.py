"""The command line, as a user meets it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import psutil
import pytest

from tiled_jl import cli

from .conftest import api, eventually, is_running


@contextmanager
def command(*arguments: str) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        [sys.executable, "-m", "tiled_jl.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TILED_API_KEY": "of-another-server"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", start: str) -> list[str]:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith(start):
            return lines
    raise AssertionError(
        f"{lines} and no line {start!r}; {process.stderr and process.stderr.read()}"
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_the_server_alone_prints_its_key_and_stops_cleanly(stop: signal.Signals) -> None:
    with command("demo", "--server-only") as process:
        lines = read_until(process, "Ctrl-C")
        uri = next(line for line in lines if line.startswith("Tiled")).split()[1]
        key = next(line for line in lines if line.startswith("TILED_API_KEY=")).partition("=")[2]
        with api(uri, key) as http:
            assert http.get("search/").is_success
        (server,) = psutil.Process(process.pid).children()
        process.send_signal(stop)
        assert process.wait(30) == 0
        assert not is_running(server.pid)


def test_a_server_that_dies_ends_the_command_with_an_error() -> None:
    with command("demo", "--server-only") as process:
        read_until(process, "Ctrl-C")
        (server,) = psutil.Process(process.pid).children()
        server.kill()
        assert process.wait(30) == 1
        assert process.stderr is not None
        assert "The Tiled server ended" in process.stderr.read()


def test_the_server_ends_when_the_command_is_killed() -> None:
    with command("demo", "--server-only") as process:
        read_until(process, "Ctrl-C")
        (server,) = psutil.Process(process.pid).children()
        process.kill()
        assert eventually(lambda: not is_running(server.pid))


@pytest.mark.parametrize("option", ["--port", "--tiled-port"])
def test_a_port_in_use_is_named_with_the_option_that_chooses_another(
    option: str, capsys: pytest.CaptureFixture[str], restored_signals: None
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert cli.main(["demo", "--no-browser", option, port]) == 1
    message = capsys.readouterr().err
    assert port in message
    assert "in use" in message
    assert option in message


@pytest.fixture
def restored_signals() -> Iterator[None]:
    every = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(each) for each in every]
    yield
    for each, handler in zip(every, before, strict=True):
        signal.signal(each, handler)


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "find_spec", lambda name: None if name == "tiled" else object())
    assert cli.main(["demo"]) == 1
    message = capsys.readouterr().err
    assert "installed here: tiled." in message
    assert 'pip install "tiled-jl[demo]"' in message


def test_the_server_alone_does_not_need_jupyterlab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "find_spec", lambda name: None if name == "jupyterlab" else object())
    assert cli._missing(server_only=True) == []
    assert cli._missing(server_only=False) == ["jupyterlab"]


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], restored_signals: None
) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["demo", "--server-only", "--data", str(tmp_path / "file" / "data")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == f"tiled-jl {metadata.version('tiled-jl')}"


def test_no_command_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "demo" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "٣"])
def test_a_port_that_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["demo", f"--port={port}"])
    assert end.value.code == 2
    assert "between 1 and 65535" in capsys.readouterr().err
