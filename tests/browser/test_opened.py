import pytest

from tiled_jl.browser import opened
from tiled_jl.browser.opened import Store


def test_what_was_read_is_kept() -> None:
    store = Store(100)
    store.put(1, "line", [1, 2], 16)
    assert store.get(1, "line") == [1, 2]
    assert store.get(1, "other") is None
    assert store.get(2, "line") is None


def test_what_was_used_least_recently_goes_first() -> None:
    store = Store(30)
    for name in "abc":
        store.put(1, name, name, 10)
    store.get(1, "a")
    store.put(1, "d", "d", 10)
    assert [store.get(1, name) for name in "abcd"] == ["a", None, "c", "d"]


def test_no_more_is_kept_than_fits() -> None:
    store = Store(100)
    for number in range(50):
        store.put(number, "x", number, 30)
    assert sum(store.get(number, "x") is not None for number in range(50)) == 3


def test_what_can_never_fit_pushes_nothing_out() -> None:
    store = Store(100)
    store.put(1, "small", "kept", 10)
    store.put(1, "large", "passed over", 101)
    assert (store.get(1, "small"), store.get(1, "large")) == ("kept", None)


def test_putting_again_replaces() -> None:
    store = Store(100)
    for number in range(20):
        store.put(1, "x", number, 60)
    assert store.get(1, "x") == 19


def test_a_node_that_is_forgotten_leaves_room() -> None:
    store = Store(100)
    store.put(1, "x", "x", 60)
    store.put(2, "y", "y", 30)
    store.forget(1)
    store.put(3, "z", "z", 60)
    assert [store.get(1, "x"), store.get(2, "y"), store.get(3, "z")] == [None, "y", "z"]


def test_what_is_old_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(100)
    store.put(1, "x", "x", 60)
    monkeypatch.setattr(opened, "KEPT", -1)
    assert store.get(1, "x") is None
