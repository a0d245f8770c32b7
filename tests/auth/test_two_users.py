"""Two users, one cache, one machine: neither ever sees what is the other's own."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import loginserver
import numpy
import pytest
import serving
from client import faultproxy
from client.faultproxy import Answer, Handler, Proxy

from tiled_jl import Cache, Context, Unauthorized, from_context, from_uri
from tiled_jl.browser.opened import Opened
from tiled_jl.browser.servers import Servers
from tiled_jl.errors import NotFound, TiledError

OWN = {"alice": 7_777_777, "bob": 8_888_888}
"""Who has which number in the data, next to their name in keys and metadata."""


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A server on which each of the two has hidden something from the other."""
    running = loginserver.start_private(tmp_path_factory.mktemp("private"))
    for name, number in OWN.items():
        with logged_in(running.uri, name) as context:
            root = from_context(context)
            data = numpy.full(3000, number)
            root.write_array(data, key=f"{name}s-own", metadata={"color": f"{name}s-color"})
            root.write_table({"x": data[:9]}, key=f"{name}s-table")
    yield running
    running.stop()


@pytest.fixture
def proxy(private: serving.Server) -> Iterator[Proxy]:
    running = faultproxy.start(private.uri)
    yield running
    faultproxy.stop(running)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "answers.sqlite")) as cache:
        yield cache


@contextmanager
def logged_in(uri: str, name: str, **options: Any) -> Iterator[Context]:
    with Context(uri, **{"remember_me": False, **options}) as context:
        context.login(name, loginserver.PASSWORDS[name], "lab")
        yield context


def look(root: Any) -> str:
    """Return all that can be seen of what is there, asked for in every way and by name."""
    seen: list[Any] = [list(root), len(root), repr(root), root.distinct("color")]
    for key, node in root.items():
        seen += [key, node.metadata, node.item, by_number(node)]
    for name in OWN:
        for way in WAYS:
            try:
                seen.append(way(root, f"{name}s-own"))
            except TiledError:
                seen.append("hidden")
    return repr(seen)


def by_number(node: Any) -> Any:
    return numpy.asarray(node.read()).tolist()


WAYS: list[Callable[[Any, str], Any]] = [
    lambda root, key: root[key].metadata,
    lambda root, key: by_number(root[key]),
    lambda root, key: by_number(from_context(root.context, node_path_parts=[key])),
    lambda root, key: root.read_many([key]),
    lambda root, key: key in root and f"found {key!r}",
]


def holds(seen: str, name: str) -> bool:
    return f"{name}s-color" in seen or str(OWN[name]) in seen or f"'{name}s-own'" in seen


def only(name: str, root: Any) -> bool:
    """Whether somebody sees all that is theirs, and nothing that is another's."""
    seen = look(root)
    return {each for each in OWN if holds(seen, each)} == ({name} & OWN.keys())


def keeping(handler: Handler, answer: Answer) -> None:
    """Say that every answer stays good for long, so that no server is asked again."""
    answer.headers["cache-control"] = "max-age=600"
    handler.answer(answer)


@pytest.mark.parametrize("fault", [faultproxy.faithful, keeping])
def test_two_contexts_of_one_process_share_a_cache_and_nothing_else(
    proxy: Proxy, cache: Cache, fault: faultproxy.Fault
) -> None:
    proxy.spoil("", *[fault] * 1000)
    with (
        logged_in(proxy.uri, "alice", cache=cache) as alice,
        logged_in(proxy.uri, "bob", cache=cache) as bob,
        Context(proxy.uri, cache=cache, remember_me=False) as nobody,
    ):
        for _ in range(2):
            assert only("alice", from_context(alice))
            assert only("bob", from_context(bob))
            assert only("nobody", from_context(nobody))
    # It was not for want of a cache.
    again = [each for each in proxy.seen if "if-none-match" in {*map(str.lower, each.headers)}]
    assert len(again) > 10 if fault is faultproxy.faithful else len(proxy.seen) < 150


@pytest.mark.parametrize("fault", [faultproxy.faithful, keeping])
def test_who_logs_in_after_another_sees_nothing_of_theirs(
    proxy: Proxy, cache: Cache, fault: faultproxy.Fault
) -> None:
    proxy.spoil("", *[fault] * 1000)
    with logged_in(proxy.uri, "alice", cache=cache, remember_me=True) as context:
        root = from_context(context)
        held = root["alices-own"]
        assert only("alice", root)
        for name in ("nobody", "alice", "bob"):
            context.logout()
            if name != "nobody":
                context.login(name, loginserver.PASSWORDS[name], "lab")
            assert only(name, root)
            assert only(name, from_uri(proxy.uri, cache=cache))
        with pytest.raises(NotFound):
            held.read()


def test_a_key_sees_what_the_key_may_see_not_what_its_owner_has_kept(
    proxy: Proxy, cache: Cache
) -> None:
    proxy.spoil("", *[keeping] * 1000)
    with logged_in(proxy.uri, "alice", cache=cache) as alice:
        assert only("alice", from_context(alice))
        read = ["read:metadata"]
        whole = alice.create_api_key()["secret"]
        metadata_only = alice.create_api_key(read)["secret"]
        elsewhere = alice.create_api_key(read, access_tags=["other"])["secret"]
    assert only("alice", from_uri(proxy.uri, api_key=whole, cache=cache))
    assert only("nobody", from_uri(proxy.uri, api_key=elsewhere, cache=cache))
    limited = from_uri(proxy.uri, api_key=metadata_only, cache=cache)
    assert limited["alices-own"].metadata == {"color": "alices-color"}
    with pytest.raises(Unauthorized, match="scope read:data"):
        limited["alices-own"].read()


def test_what_has_become_anothers_is_not_shown_as_it_was(
    private: serving.Server, cache: Cache
) -> None:
    with (
        logged_in(private.uri, "alice", cache=cache) as alice,
        logged_in(private.uri, "bob", cache=cache) as bob,
    ):
        mine = from_context(alice).write_array(numpy.arange(3000), key="disputed")
        assert mine.read().sum() > 0
        assert from_context(alice)["disputed"].read().sum() > 0
        mine.delete(external_only=False)
        from_context(bob).write_array(numpy.arange(3000), key="disputed")
        assert "disputed" not in list(from_context(alice))
        for ask in (mine.read, mine.refresh, lambda: from_context(alice)["disputed"]):
            with pytest.raises(NotFound):
                ask()
        from_context(bob)["disputed"].delete(external_only=False)


IN_A_PROCESS = """
import sys
sys.path[:0] = sys.argv[1:3]
from auth.test_two_users import Cache, closing, from_context, logged_in, only
_, _, _, uri, file, name = sys.argv
with closing(Cache(file)) as cache, logged_in(uri, name, cache=cache) as context:
    print("ready", flush=True)
    sys.stdin.readline()
    assert all(only(name, from_context(context)) for _ in range(2))
    print(name, "saw", cache.count() > 0)
"""


def test_two_processes_share_a_cache_and_nothing_else(
    private: serving.Server, cache: Cache
) -> None:
    tests = Path(serving.__file__).parent
    folders = [str(tests.parent), str(tests)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", IN_A_PROCESS, *folders, private.uri, cache.filepath, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in OWN
    ]
    for process in processes:
        assert process.stdout is not None
        while process.stdout.readline() != "ready\n":
            assert process.poll() is None
    said = [process.communicate("go\n", timeout=120)[0] for process in processes]
    assert said == ["alice saw True\n", "bob saw True\n"]


def test_what_arrives_by_pickle_is_of_the_one_who_sent_it_or_of_nobody(
    private: serving.Server,
) -> None:
    with logged_in(private.uri, "alice", remember_me=True) as context:
        of_alice = pickle.dumps(from_context(context))
        arrived = pickle.loads(of_alice)
        assert only("alice", arrived)
        assert pickle.loads(of_alice).context is arrived.context
        # Nobody logs out: her access token stays good for minutes.
        with logged_in(private.uri, "bob", remember_me=True) as other:
            of_bob = pickle.dumps(from_context(other))
            assert only("bob", pickle.loads(of_bob))
            late = pickle.loads(of_alice)
            assert late.context.credential == "anonymous"
            assert only("nobody", late)
            arrived = pickle.loads(of_bob)
            arrived.context.logout()
            arrived.context.configure_auth(dict(context.tokens or {}), remember_me=False)
            assert not only("alice", pickle.loads(of_bob))


def test_pages_show_the_next_user_nothing_of_the_one_before(private: serving.Server) -> None:
    servers = Servers()
    opened = Opened(servers)
    with logged_in(private.uri, "alice") as context:
        ident = servers.adopt(context)
        opened.read(ident, ["alices-own"], lambda node: node.client.read())
        context.login("bob", loginserver.PASSWORDS["bob"], "lab")
        with pytest.raises(NotFound):
            opened.read(ident, ["alices-own"], lambda node: node.item)
