import logging
import threading
from typing import Any

import pytest
from client import faultproxy

from tiled_jl.browser.messages import PROTOCOL_VERSION
from tiled_jl.browser.state import State

from .page import PATIENCE, Page, Refused

PAUSE = threading.Event()
FLOATS = {"path": ["memory", "arrays", "floats"]}


WHOLE_IMAGE = {
    "path": ["memory", "arrays", "columns_first"],
    "x": 1,
    "y": 0,
    "at": [0, 0],
    "rows": [0, 1500],
    "columns": [0, 1000],
    "height": 1500,
    "width": 1000,
}


def test_a_kernel_introduces_itself_to_a_page(page: Page) -> None:
    result, buffers = page.ask("hello")
    assert result["protocol"] == PROTOCOL_VERSION
    assert result["version"].count(".") >= 1
    assert buffers == []


def test_an_unknown_method_is_refused(page: Page) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("nodes.explode")
    assert refused.value.code == "bad_request"
    assert "nodes.explode" in refused.value.error["message"]


def test_parameters_of_the_wrong_type_are_refused_by_name(page: Page) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("nodes.list", server="x", path="not a list")
    assert refused.value.code == "bad_request"
    assert "path" in refused.value.error["detail"]


def test_a_missing_parameter_is_refused_by_name(page: Page) -> None:
    with pytest.raises(Refused, match="uri"):
        page.ask("servers.add")


def test_a_page_of_another_version_is_told_what_to_do(page: Page) -> None:
    page.service.receive({"v": 999, "id": "old", "method": "hello"})
    with pytest.raises(Refused) as refused:
        page.wait("old")
    assert refused.value.code == "bad_request"
    assert "999" in refused.value.error["message"]
    assert "reload" in refused.value.error["hint"]
    assert '"plural"' not in page.texts[-1]


@pytest.mark.parametrize("message", [None, "hello", 7, [], {}, {"v": 1, "method": "hello"}])
def test_what_is_no_message_is_passed_over(page: Page, message: object) -> None:
    page.service.receive(message)
    assert page.ask("hello")[0]["protocol"] == PROTOCOL_VERSION


def test_identifiers_come_back_as_they_were_sent(page: Page) -> None:
    page.service.receive({"v": PROTOCOL_VERSION, "id": 7, "method": "hello", "params": {}})
    message, _ = page.inbox.get(timeout=PATIENCE)
    assert message["id"] == 7


def test_an_answer_never_comes_from_the_thread_that_received_the_request(page: Page) -> None:
    page.ask("hello")
    assert threading.current_thread().name not in page.threads


def test_a_request_does_not_wait_for_a_slow_one(
    page: Page, here: dict[str, Any], through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    proxy.spoil("metadata/", faultproxy.stall)
    waiting = page.send("nodes.get", **through, **FLOATS)
    page.ask("nodes.get", **here, **FLOATS)
    page.service.receive({"v": PROTOCOL_VERSION, "cancel": waiting})
    with pytest.raises(Refused, match="cancelled"):
        page.wait(waiting)


def test_a_cancelled_request_is_answered_at_once_and_once_only(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    proxy.spoil("metadata/", faultproxy.stall)
    waiting = page.send("nodes.get", **through, **FLOATS)
    page.service.receive({"v": PROTOCOL_VERSION, "cancel": waiting})
    with pytest.raises(Refused) as refused:
        page.wait(waiting)
    assert refused.value.code == "cancelled"
    proxy.released.set()
    assert page.is_quiet()


def test_a_cancelled_read_stops_between_two_pieces_of_its_body(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    proxy.spoil("array/full", *[slowly] * 20)
    waiting = page.send("preview.image", **through, **WHOLE_IMAGE)
    while not page.inbox.queue:
        PAUSE.wait(0.01)
    page.service.receive({"v": PROTOCOL_VERSION, "cancel": waiting})
    with pytest.raises(Refused, match="cancelled"):
        page.wait(waiting)
    assert page.ask("hello")[0]["protocol"] == PROTOCOL_VERSION


def test_cancelling_what_is_not_under_way_changes_nothing(page: Page) -> None:
    page.service.receive({"v": PROTOCOL_VERSION, "cancel": "never sent"})
    page.service.receive({"v": PROTOCOL_VERSION, "cancel": ["not an identifier"]})
    assert page.ask("hello")[0]["protocol"] == PROTOCOL_VERSION


def test_an_unforeseen_failure_is_told_without_its_words_and_logged_with_them(
    page: Page, state: State, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(only: object) -> None:
        raise RuntimeError("with a secret in it")

    monkeypatch.setattr(state.servers, "list", explode)
    with caplog.at_level(logging.ERROR, "tiled_jl"), pytest.raises(Refused) as refused:
        page.ask("servers.list")
    assert refused.value.code == "internal"
    assert "secret" not in str(refused.value.error)
    assert "with a secret in it" in caplog.text


def test_a_page_that_has_gone_gets_nothing_more(page: Page) -> None:
    page.service.close()
    page.send("hello")
    assert page.is_quiet()


def test_a_page_that_cannot_be_reached_does_not_stop_the_service(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    page = Page(state)
    deliver, page.service._send = page.service._send, broken_pipe
    with caplog.at_level(logging.WARNING, "tiled_jl"):
        page.send("hello")
        while not caplog.records:
            PAUSE.wait(0.01)
    page.service._send = deliver
    assert page.ask("hello")[0]["protocol"] == PROTOCOL_VERSION


def test_long_requests_report_how_far_they_are(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    proxy.spoil("array/full", *[slowly] * 20)
    page.ask("preview.image", **through, **WHOLE_IMAGE)
    reports = [message["progress"] for message in page.progress]
    assert len(reports) >= 2
    assert all(report["unit"] == "bytes" for report in reports)
    assert reports[0]["done"] < reports[-1]["done"] <= reports[-1]["total"] == 12_000_000


def slowly(handler: faultproxy.Handler, answer: faultproxy.Answer) -> None:
    """Send the body in pieces, with time to look at each."""
    body, answer.body = answer.body, b""
    handler.answer(answer, length=len(body))
    for start in range(0, len(body), 500_000):
        handler.wfile.write(body[start : start + 500_000])
        handler.wfile.flush()
        PAUSE.wait(0.05)


def broken_pipe(message: dict[str, Any], buffers: list[bytes]) -> None:
    raise BrokenPipeError
