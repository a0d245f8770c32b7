from collections.abc import Iterator
from typing import Any

import pytest
import serving
from client import faultproxy

from .page import Page
from .test_transfers import ended


@pytest.fixture
def scratch(server: serving.Server) -> Iterator[list[str]]:
    """The path of a container to copy into."""
    key = "copies"
    with server.http as http:
        serving.create_container(http, "catalog", key)
    yield ["catalog", key]
    with server.http as http:
        http.delete(
            f"metadata/catalog/{key}", params={"recursive": True, "external_only": False}
        ).raise_for_status()


def copy(page: Page, here: dict[str, Any], path: list[str], to: list[str], **params: Any) -> Any:
    started = page.ask(
        "transfers.copy", **here, path=path, toServer=here["server"], toPath=to, **params
    )[0]
    return ended(page, started["id"])


def test_a_node_is_copied_with_what_is_below_it(
    page: Page, here: dict[str, Any], scratch: list[str]
) -> None:
    done = copy(page, here, ["memory", "tables"], scratch)
    assert done["state"] == "done", done
    assert done["to"] == {**here, "path": scratch}
    assert done["outcome"]["copied"] > 1
    listed = page.ask("nodes.list", **here, path=[*scratch, "tables"])[0]
    assert "spectrum" in [item["key"] for item in listed["items"]]


def test_what_is_there_stops_a_copy_unless_it_is_to_be_left(
    page: Page, here: dict[str, Any], scratch: list[str]
) -> None:
    path = ["memory", "arrays", "counts"]
    assert copy(page, here, path, scratch)["state"] == "done"
    refused = copy(page, here, path, scratch)
    assert (refused["state"], refused["outcome"]) == ("failed", None)
    assert "already" in refused["error"]["message"]
    assert "leave it" in refused["error"]["hint"]
    left = copy(page, here, path, scratch, onConflict="skip")
    assert left["outcome"] == {"copied": 0, "skipped": 1, "failures": []}


def test_a_destination_that_is_no_container_is_refused(page: Page, here: dict[str, Any]) -> None:
    failed = page.ask(
        "transfers.copy",
        **here,
        path=["memory", "tables"],
        toServer=here["server"],
        toPath=["memory", "arrays", "counts"],
    )[0]
    assert "no container" in ended(page, failed["id"])["error"]["message"]


def test_what_failed_is_copied_when_the_transfer_goes_on(
    page: Page,
    here: dict[str, Any],
    through: dict[str, Any],
    proxy: faultproxy.Proxy,
    scratch: list[str],
) -> None:
    proxy.spoil("/array/block/catalog/copies", faultproxy.status(403))
    proxy.spoil("/array/full/catalog/copies", faultproxy.status(403))
    started = page.ask(
        "transfers.copy",
        **here,
        path=["memory", "arrays", "counts"],
        toServer=through["server"],
        toPath=scratch,
    )[0]
    stopped = ended(page, started["id"])
    assert stopped["outcome"]["failures"] or stopped["error"]
    page.ask("transfers.change", id=started["id"], change="retry")
    done = ended(page, started["id"])
    assert done["outcome"] == {"copied": 1, "skipped": 0, "failures": []}


def test_a_place_of_which_nobody_may_write_is_said_in_words(
    page: Page, here: dict[str, Any]
) -> None:
    failed = copy(page, here, ["memory", "arrays", "counts"], ["memory"])
    (failure,) = failed["outcome"]["failures"]
    assert failure["path"] == "counts"
    assert failure["error"]["message"]
