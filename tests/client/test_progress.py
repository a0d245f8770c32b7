"""Whatever takes longer than a second shows how far it is, unless somebody else watches."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from served import ARRAYS, LARGE

from tiled_jl.transport.watch import watching

from .faultproxy import Answer, Fault, Handler, Proxy

FLOATS = ARRAYS["floats"]


def slowly(seconds: float) -> Fault:
    """Send a body in ten pieces over some seconds."""

    def fault(handler: Handler, answer: Answer) -> None:
        whole, step = answer.body, -(-len(answer.body) // 10)
        answer.body = b""
        handler.answer(answer, length=len(whole))
        for start in range(0, len(whole), step):
            time.sleep(seconds / 10)
            handler.wfile.write(whole[start : start + step])
            handler.wfile.flush()

    return fault


class Silent:
    """A watcher of the caller's own."""

    def check(self) -> None:
        pass

    def advance(self, done: int, total: int | None, unit: str) -> None:
        pass


def test_a_slow_read_shows_a_bar(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    client = through["arrays/floats"]
    client.structure()
    before = threading.active_count()
    proxy.spoil("array/full", slowly(2))
    client.read()
    shown = capsys.readouterr().err
    assert f"/{FLOATS.nbytes / 1000:.0f}k" in shown
    assert "100%" in shown
    assert "B/s" in shown
    assert threading.active_count() <= before + 1  # the proxy's


def test_parts_add_up_to_one_bar(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    client = through["arrays/large"]
    client.read()
    proxy.spoil("array/full", *[slowly(2)] * 3)
    client.read()
    shown = capsys.readouterr().err
    assert f"/{LARGE.nbytes / 1e6:.1f}M" in shown
    assert shown.count("\n") == 1


def test_what_is_asked_for_whole_shows_a_bar(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    table = through["tables/spectrum"]
    proxy.spoil("table/full", slowly(2))
    table.read()
    assert "100%" in capsys.readouterr().err


def test_a_quick_read_shows_none(
    memory: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.transport.progress._PATIENCE", 60)
    memory["arrays/floats"].read()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("switch", ["0", "false"])
def test_the_environment_turns_bars_off(
    through: Any,
    proxy: Proxy,
    switch: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TILED_SHOW_PROGRESS", switch)
    client = through["arrays/floats"]
    proxy.spoil("array/full", slowly(2))
    client.read()
    assert capsys.readouterr().err == ""


def test_who_watches_sees_no_bar(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", slowly(2))
    with watching(Silent()):
        client.read()
    assert capsys.readouterr().err == ""


def test_other_threads_draw_no_bar(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", slowly(2))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(client.read).result()
    assert capsys.readouterr().err == ""


def test_a_bar_is_closed_when_the_work_fails(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(handler: Handler, answer: Answer) -> None:
        slowly(2)(handler, Answer(200, answer.headers, answer.body + b"more"))

    client = through["arrays/floats"]
    proxy.spoil("array/full", failing)
    with pytest.raises(Exception, match="bytes came where"):
        client.read()
    assert capsys.readouterr().err.endswith("\n")


def test_a_client_that_shows_no_bar_loads_no_tqdm() -> None:
    code = "import sys, tiled_jl.constructors; print('tqdm' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
