"""Answers are kept, confirmed by the server, given to nobody else, and never in the way."""

import os
import pickle
import sqlite3
import ssl
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import loginserver
import numpy
import pytest
import serving
from numpy.testing import assert_array_equal
from served import LARGE

from tiled_jl import Cache, Context, from_context, from_profile, from_uri
from tiled_jl.errors import ProfileError, ResponseError
from tiled_jl.transport import freshness
from tiled_jl.transport.request import Request
from tiled_jl.transport.shares import is_shared

from .faultproxy import Answer, Fault, Handler, Proxy, resized, status, truncated

ROOT = Path(__file__).parents[2]
NOW = 1_700_000_000.0
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
"""The same moment."""


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "kept" / "answers.sqlite")) as cache:
        yield cache


@pytest.fixture
def through(proxy: Proxy, server: serving.Server, cache: Cache) -> Iterator[Any]:
    """The read-only tree, as seen through the proxy, with a cache."""
    with Context(proxy.uri, api_key=server.api_key, timeout=20, cache=cache) as context:
        yield from_context(context, node_path_parts=["memory"])


def noting(statuses: list[int], **headers: str) -> Fault:
    """Note the status of what the server answers, and add headers."""

    def fault(handler: Handler, answer: Answer) -> None:
        statuses.append(answer.status)
        added = {name.replace("_", "-"): value for name, value in headers.items()}
        answer.headers.update(added)
        handler.answer(answer)

    return fault


def answer(body: bytes = b"body") -> httpx.Response:
    return httpx.Response(
        200, headers={"ETag": "tag", "Content-Length": str(len(body))}, content=body
    )


def get(path: str = "a", **headers: str) -> httpx.Request:
    return httpx.Request("GET", f"http://127.0.0.1:1/api/v1/{path}", headers=headers)


def body_of(cache: Cache, request: httpx.Request) -> bytes | None:
    response = cache.get(request)
    if response is None:
        return None
    with closing(response):
        return response.read()


def test_what_has_not_changed_does_not_travel_again(through: Any, proxy: Proxy) -> None:
    statuses: list[int] = []
    proxy.spoil("array/", *[noting(statuses)] * 3)
    node = through["arrays", "floats"]
    first = node.read()
    assert_array_equal(node.read(), first)
    assert_array_equal(node.read(), first)
    assert statuses == [200, 304, 304]


def test_what_has_changed_is_read_anew(server: serving.Server, cache: Cache) -> None:
    with Context(server.uri, api_key=server.api_key, cache=cache) as context:
        scratch = from_context(context, node_path_parts=["catalog"]).create_container()
        array = scratch.write_array(numpy.arange(5000))
        assert_array_equal(array.read(), numpy.arange(5000))
        array.write(numpy.arange(5000)[::-1])
        assert_array_equal(array.read(), numpy.arange(5000)[::-1])
        array.update_metadata({"color": "red"})
        assert scratch[array.path_parts[-1]].metadata["color"] == "red"


def test_listings_and_tables_come_from_the_cache_too(through: Any, proxy: Proxy) -> None:
    first = through["tables", "wide"].read()
    keys = list(through)
    before = len(proxy.seen)
    assert through["tables", "wide"].read().equals(first)
    assert list(through) == keys
    asked = proxy.seen[before:]
    assert asked
    assert all("if-none-match" in {name.lower() for name in seen.headers} for seen in asked)


def test_a_packed_answer_and_one_that_is_not_are_the_same(
    through: Any, proxy: Proxy, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = through["arrays", "large"]
    statuses: list[int] = []
    for encoding in ("blosc2", "zstd", "identity"):
        encodings = node.context.session._courier.encodings
        monkeypatch.setattr(encodings, "accept", lambda request, encoding=encoding: encoding)
        proxy.spoil("array/", noting(statuses))
        assert_array_equal(node[:50], LARGE[:50])
    assert statuses == [200, 304, 304]
    assert cache.size() > LARGE[:50].nbytes


def test_after_a_confirmation_the_connection_is_free_again(
    server: serving.Server, cache: Cache
) -> None:
    with Context(server.uri, api_key=server.api_key, cache=cache, max_connections=1) as context:
        node = from_context(context, node_path_parts=["memory", "arrays", "floats"])
        for _ in range(5):
            node.read()
        pool = context.session._courier._transport._transport._pool
        assert [connection.is_idle() for connection in pool.connections] == [True]
        assert not pool._requests


def test_while_it_is_fresh_the_server_is_not_asked(through: Any, proxy: Proxy) -> None:
    proxy.spoil("array/", noting([], cache_control="max-age=600"))
    node = through["arrays", "floats"]
    first = node.read()
    before = len(proxy.asked("array/"))
    assert_array_equal(node.read(), first)
    assert len(proxy.asked("array/")) == before


def test_a_kept_answer_does_not_settle_that_the_server_wants_no_tls(
    proxy: Proxy, cache: Cache
) -> None:
    proxy.spoil("^/api/v1/$", noting([], cache_control="max-age=600"))
    address = proxy.uri.replace("127.0.0.1", "localhost")
    for _ in range(2):
        with Context(address, cache=cache) as context:
            context.session._courier.settled = False
            context.session.document(Request("", public=True))
    assert len(proxy.asked("^/api/v1/$")) == 1
    assert not context.session._courier.settled


def test_what_the_server_changes_by_our_doing_is_forgotten(through: Any, proxy: Proxy) -> None:
    url = "metadata/arrays-that-are-not-there"
    session = through.context.session
    fresh = status(200, b"1", etag="tag", cache_control="max-age=600")
    proxy.spoil(url, fresh, status(200, b"{}"), status(200, b"2"))
    read = Request(url, [("fields", "metadata")], accept="application/json")
    assert session.document(read) == session.document(read) == 1
    session.fetch(Request(url, accept="application/json", method="PUT", content=b"{}"))
    assert session.document(read) == 2


READS: dict[str, Callable[[Any], Any]] = {
    "array/": lambda tree: tree["arrays", "floats"].read().sum(),
    "table/": lambda tree: tree["tables", "wide"].read().to_numpy().sum(),
    "awkward/": lambda tree: tree["irregular", "events"].read().tolist(),
    "ragged/": lambda tree: tree["irregular", "ragged"].read().tolist(),
    "search/.*fields=&": list,
}


@pytest.mark.parametrize("path", READS)
def test_an_answer_that_was_cut_off_is_not_kept(through: Any, proxy: Proxy, path: str) -> None:
    proxy.spoil(path, resized(-2))
    with pytest.raises(ResponseError):
        READS[path](through)
    statuses: list[int] = []
    proxy.spoil(path, truncated, noting(statuses), noting(statuses))
    expected = READS[path](through)
    assert READS[path](through) == expected
    assert statuses == [200, 304]


def test_what_the_server_does_not_confirm_is_not_written_again(
    through: Any, proxy: Proxy, cache: Cache
) -> None:
    request = Request("asset/bytes/a", accept="application/json")
    same = [status(200, b"1", etag="tag") for _ in range(2)]
    proxy.spoil("asset/bytes", *same, status(200, b"2", etag="other"))
    assert [through.context.session.document(request) for _ in range(2)] == [1, 1]
    with cache._store._file.connection() as database:
        assert database.execute("SELECT max(id) FROM entries").fetchone()[0] == cache.count()
    assert through.context.session.document(request) == 2


def test_what_was_pushed_out_meanwhile_is_asked_for_again(
    through: Any, proxy: Proxy, cache: Cache
) -> None:
    node = through["arrays", "floats"]
    expected = node.read()
    statuses: list[int] = []

    def pushing_out(handler: Handler, answer: Answer) -> None:
        statuses.append(answer.status)
        cache.clear()
        handler.answer(answer)

    proxy.spoil("array/", pushing_out, noting(statuses))
    assert_array_equal(node.read(), expected)
    assert statuses == [304, 200]


def test_two_users_never_see_each_others_answers(tmp_path: Path, cache: Cache) -> None:
    users = loginserver.start(tmp_path, loginserver.authentication(access_token_max_age=900))
    try:
        contexts = []
        for name in ("alice", "bob"):
            context = Context(users.uri, cache=cache, remember_me=False)
            context.login(name, loginserver.PASSWORDS[name], "lab")
            contexts.append(context)
        alice, bob = contexts
        me = Request("auth/whoami")
        for context, name in ((alice, "alice"), (bob, "bob"), (alice, "alice")):
            assert context.session.document(me)["identities"][0]["id"] == name

        page = Request("metadata/memory/arrays/floats")
        kept = cache.count()
        alice.session.document(page)
        assert cache.count() == kept + 1
        # The same person, though the token is another.
        alice.force_auth_refresh()
        alice.session.document(page)
        assert cache.count() == kept + 1
        bob.session.document(page)
        assert cache.count() == kept + 2

        with Context(users.uri, cache=cache, api_key=alice.create_api_key()["secret"]) as other:
            other.session.document(page)
        assert cache.count() == kept + 3
        for context in contexts:
            context.close()
    finally:
        users.stop()


@pytest.mark.parametrize("name", ["Authorization", "Accept", "Cookie", "X-Gateway-User"])
def test_an_answer_is_for_the_same_headers_alone(cache: Cache, name: str) -> None:
    cache.set(get(**{name: "one"}), answer(b"for one"))
    cache.set(get(**{name: "two"}), answer(b"for two"))
    assert body_of(cache, get(**{name: "one"})) == b"for one"
    assert body_of(cache, get(**{name: "two"})) == b"for two"
    assert body_of(cache, get()) is None
    assert body_of(cache, get(**{name: "one", "Accept-Encoding": "zstd"})) == b"for one"


def test_whose_certificate_is_shown_is_told_apart(server: serving.Server, cache: Cache) -> None:
    counts = []
    for _ in range(2):
        verify = ssl.create_default_context()
        with Context(server.uri, api_key=server.api_key, cache=cache, verify=verify) as context:
            context.session.document(Request("metadata/memory"))
        counts.append(cache.count())
    assert counts == [1, 2]


def test_no_secret_and_no_address_is_in_the_file(server: serving.Server, cache: Cache) -> None:
    with Context(server.uri, api_key=server.api_key, cache=cache) as context:
        from_context(context, node_path_parts=["memory", "arrays", "floats"]).read()
    cache.close()
    files = list(cache.filepath.parent.iterdir())
    assert cache.filepath in files
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert not any(server.api_key.encode() in file.read_bytes() for file in files)


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    with closing(Cache(tmp_path / "answers.sqlite", capacity=3500)) as cache:
        for path in "abc":
            assert cache.set(get(path), answer(bytes(1000)))
        body_of(cache, get("a"))
        cache.set(get("d"), answer(bytes(1000)))
        kept = [path for path in "abcd" if body_of(cache, get(path)) is not None]
        assert kept == ["a", "c", "d"]
        assert cache.count() == 3
        assert 3000 < cache.size() <= cache.capacity
        cache.set(get("e"), answer(bytes(3000)))
        assert cache.count() == 1
        assert cache.delete(get("e"))
        assert not cache.delete(get("e"))
        assert (cache.size(), cache.count()) == (0, 0)


def test_a_smaller_capacity_holds_for_what_others_left(tmp_path: Path) -> None:
    file = tmp_path / "answers.sqlite"
    with closing(Cache(file)) as large:
        for number in range(10):
            large.set(get(str(number)), answer(bytes(1000)))
    with closing(Cache(file, capacity=5000)) as small:
        assert small.size() <= 5000
        assert body_of(small, get("9")) == bytes(1000)


def test_what_is_too_large_is_not_kept(tmp_path: Path) -> None:
    with closing(Cache(tmp_path / "answers.sqlite", max_item_size=5000)) as cache:
        assert not cache.set(get(), answer(bytes(5000)))
        assert cache.set(get(), answer(bytes(4000)))
    with closing(Cache(tmp_path / "tiny.sqlite", capacity=100)) as tiny:
        assert not tiny.set(get(), answer(bytes(100)))
        assert tiny.size() == 0


def test_bodies_of_any_length_come_back(cache: Cache) -> None:
    random = numpy.random.default_rng(0)
    for length in (0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000):
        body = random.bytes(length)
        cache.set(get(str(length)), answer(body))
        assert body_of(cache, get(str(length))) == body


def test_a_body_that_is_not_read_to_its_end_holds_nothing_up(cache: Cache) -> None:
    cache.set(get(), answer(bytes(5_000_000)))
    for number in range(3):
        response = cache.get(get())
        assert response is not None
        assert next(response.iter_raw())
        response.close()
        assert cache.set(get(str(number)), answer())
    assert cache.count() == 4


def test_a_body_stays_whole_while_it_is_read(cache: Cache) -> None:
    body = numpy.random.default_rng(0).bytes(5_000_000)
    cache.set(get(), answer(body))
    response = cache.get(get())
    assert response is not None
    pieces = response.iter_raw()
    first = next(pieces)
    assert cache.delete(get())
    assert b"".join([first, *pieces]) == body
    response.close()
    assert cache.get(get()) is None


def test_whoever_reads_all_the_time_does_not_let_the_file_grow(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.transport.sharedfile._LONGEST_LOG", 1_000_000)
    monkeypatch.setattr("tiled_jl.transport.sharedfile._PATIENCE", 0.01)
    cache.set(get(), answer(bytes(2_000_000)))
    reader = cache.get(get())
    assert reader is not None
    assert next(reader.iter_raw())
    kept = [cache.set(get(str(number)), answer(bytes(500_000))) for number in range(10)]
    assert not kept[-1]
    assert sum(file.stat().st_size for file in cache.filepath.parent.iterdir()) < 8_000_000
    assert cache.delete(get())
    reader.close()
    assert cache.set(get("b"), answer())


def test_a_file_that_was_begun_is_no_damage(tmp_path: Path) -> None:
    file = tmp_path / "answers.sqlite"
    with closing(sqlite3.connect(file)) as database:
        # As far as that a process is killed then.
        database.execute("PRAGMA journal_mode = WAL")
    with closing(Cache(file)) as cache:
        assert cache.set(get(), answer())
    assert list(tmp_path.glob("answers.sqlite.2*")) == []


def test_another_program_that_holds_the_file_is_not_waited_for_again_and_again(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.transport.sharedfile._PATIENCE", 0.01)
    monkeypatch.setattr("tiled_jl.transport.sharedfile._LONGEST_WAIT", 0.05)
    cache.set(get(), answer())
    cache._store._file._close()
    with closing(sqlite3.connect(cache.filepath, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # Nothing needs to be written for a hit.
        assert [body_of(cache, get()) for _ in range(30)] == [b"body"] * 30
        with pytest.warns(UserWarning, match="locked") as caught:
            kept = [cache.set(get("b"), answer()) for _ in range(30)]
    assert kept == [False] * 30
    assert len(caught) == 1
    assert body_of(cache, get()) == b"body"


def test_many_who_wait_at_once_do_not_mean_that_nobody_may_write(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.transport.sharedfile._PATIENCE", 0.01)
    cache.set(get(), answer())
    cache._store._file._close()
    with closing(sqlite3.connect(cache.filepath, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not any(cache.set(get("b"), answer()) for _ in range(30))
    assert cache.set(get("b"), answer())


def test_cleared_it_takes_no_place_on_the_disk(cache: Cache) -> None:
    cache.set(get(), answer(bytes(10_000_000)))
    assert cache.filepath.stat().st_size > 1_000_000 or cache.size() > 1_000_000
    cache.clear()
    assert (cache.size(), cache.count()) == (0, 0)
    assert sum(file.stat().st_size for file in cache.filepath.parent.iterdir()) < 1_000_000


PROGRAM = """
import sys, threading
import httpx
from tiled_jl import Cache
file, seed = sys.argv[1], int(sys.argv[2])
cache = Cache(file, capacity=3_000_000)
faults, hits = [], 0

def body(number):
    return bytes([number]) * (20_000 * (number % 20 + 1))

def work(number):
    global hits
    for step in range(60):
        number = (number * 7 + step + seed) % 50
        request = httpx.Request("GET", f"http://a/{number}")
        found = cache.get(request)
        if found is None:
            response = httpx.Response(200, headers={"ETag": "1"}, content=body(number))
            cache.set(request, response)
        else:
            hits += 1
            if found.read() != body(number):
                faults.append(f"wrong body {number}")
            found.close()
        if cache.size() > cache.capacity:
            faults.append("too large")

threads = [threading.Thread(target=work, args=(start,)) for start in (3, 11)]
threading.excepthook = lambda raised: faults.append(repr(raised.exc_value))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(hits, faults)
"""


def test_many_processes_and_threads_share_one_file(tmp_path: Path) -> None:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PROGRAM, tmp_path / "answers.sqlite", str(seed)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        for seed in range(4)
    ]
    said = [process.communicate() for process in processes]
    assert [errors for _, errors in said] == [""] * 4
    hits, faults = zip(*(output.strip().split(" ", 1) for output, _ in said), strict=True)
    assert faults == ("[]",) * 4
    assert sum(map(int, hits)) > 0


def damaged(file: Path, offset: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(offset)
        opened.write(b"\xa5" * 64)


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b"", None])
def test_what_is_no_cache_is_set_aside(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "answers.sqlite"
    if content is None:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("CREATE TABLE other (value)")
        content = file.read_bytes()
    else:
        file.write_bytes(content)
    with closing(Cache(file)) as cache:
        if content:
            with pytest.warns(UserWarning, match="takes its place"):
                assert cache.set(get(), answer())
        assert cache.set(get(), answer())
        assert body_of(cache, get()) == b"body"
    aside = list(tmp_path.glob("answers.sqlite.2*"))
    assert [other.read_bytes() for other in aside] == ([content] if content else [])


def test_no_damage_to_the_file_shows_in_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.sqlite"
    bodies = {str(number): bytes([number]) * 30_000 for number in range(20)}
    with closing(Cache(file)) as cache:
        for path, body in bodies.items():
            cache.set(get(path), answer(body))
    whole = file.read_bytes()
    lost = 0
    for offset in range(0, len(whole), len(whole) // 60):
        file.write_bytes(whole)
        damaged(file, offset)
        with closing(Cache(file)) as cache, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = {path: body_of(cache, get(path)) for path in bodies}
            lost += sum(body is None for body in found.values())
            assert all(body in (None, bodies[path]) for path, body in found.items())
            # The first attempt may be what finds the damage.
            assert cache.set(get("new"), answer()) or cache.set(get("new"), answer())
            assert body_of(cache, get("new")) == b"body"
    assert lost > 60


def test_a_file_that_something_else_replaces_is_set_aside(
    through: Any, cache: Cache, tmp_path: Path
) -> None:
    node = through["arrays", "floats"]
    expected = node.read()
    with cache._store._file.connection() as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other = tmp_path / "other"
    other.write_bytes(b"something else" * 10_000)
    other.replace(cache.filepath)
    with pytest.warns(UserWarning, match="takes its place") as caught:
        assert_array_equal(node.read(), expected)
    assert len(caught) == 1
    assert_array_equal(node.read(), expected)
    assert cache.write_safe()
    assert cache.count() > 0


def test_a_file_that_was_deleted_is_made_again(cache: Cache) -> None:
    cache.set(get(), answer())
    for file in cache.filepath.parent.iterdir():
        file.unlink()
    assert body_of(cache, get()) is None
    assert cache.set(get(), answer())
    assert body_of(cache, get()) == b"body"


MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
31 27 0:50 / /home rw,relatime shared:1 - nfs4 files:/home rw,vers=4.2
32 31 0:51 / /home/a\\040b rw - tmpfs none rw
"""


@pytest.mark.parametrize(
    ("file", "expected"),
    [("/home/me/x", True), ("/home/a b/x", False), ("/homes/x", False), ("/x", False)],
)
def test_a_network_share_is_known_by_its_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, expected: bool
) -> None:
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr("tiled_jl.transport.shares._MOUNTS", mounts)
    assert not is_shared(Path(file))
    mounts.write_text(MOUNTS)
    assert is_shared(Path(file)) is expected


def test_on_a_network_share_it_does_without_shared_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answers.sqlite"
    with closing(Cache(file)) as local:
        assert local.set(get("a"), answer())
    monkeypatch.setattr("tiled_jl.transport.sharedfile.is_shared", lambda path: True)
    with closing(Cache(file)) as one, closing(Cache(file)) as other:
        for number in range(20):
            assert one.set(get(str(number)), answer(bytes([number]) * 100_000))
            assert body_of(other, get(str(number))) == bytes([number]) * 100_000
        assert body_of(other, get("a")) == b"body"
        assert {each.name for each in tmp_path.iterdir()} == {file.name, f"{file.name}.lock"}


def test_a_full_disk_is_one_warning_and_what_is_kept_stays(cache: Cache) -> None:
    cache.set(get(), answer())
    file = cache._store._file
    with file.connection() as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.warns(UserWarning, match="Nothing more is kept"):
        assert not cache.set(get("b"), answer(bytes(1_000_000)))
    assert not cache.set(get("b"), answer(bytes(1_000_000)))
    assert not cache.write_safe()
    assert body_of(cache, get()) == b"body"
    assert cache.count() == 1


@pytest.mark.parametrize("place", ["/proc/answers.sqlite", "/dev/null/answers.sqlite", "."])
def test_where_no_file_can_be_it_is_one_warning(
    server: serving.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    mode = tmp_path.stat().st_mode
    cache = Cache(place)
    with Context(server.uri, api_key=server.api_key, cache=cache) as context:
        with pytest.warns(UserWarning, match="is not used"):
            client = from_context(context)
        node = client["memory", "arrays", "floats"]
        assert_array_equal(node.read(), node.read())
    assert tmp_path.stat().st_mode == mode
    assert not cache.write_safe()
    assert (cache.size(), cache.count()) == (0, 0)


def test_a_file_of_another_user_is_not_used(tmp_path: Path) -> None:
    file = Path("/etc/passwd")
    if os.getuid() == 0:
        file = tmp_path / "answers.sqlite"
        with closing(Cache(file)) as ours:
            ours.set(get(), answer())
        os.chown(file, 12345, 12345)
    before = file.read_bytes()
    with closing(Cache(file)) as theirs, pytest.warns(UserWarning, match="another user"):
        assert theirs.get(get()) is None
    assert file.read_bytes() == before


def test_readonly_it_changes_nothing(tmp_path: Path, cache: Cache) -> None:
    cache.set(get(), answer())
    with closing(Cache(cache.filepath, readonly=True)) as reader:
        assert body_of(reader, get()) == b"body"
        assert not reader.write_safe()
        assert not reader.set(get("b"), answer())
        assert not reader.delete(get())
        reader.clear()
        assert reader.count() == 1
    assert cache.count() == 1
    missing = tmp_path / "missing.sqlite"
    with closing(Cache(missing, readonly=True)) as nothing:
        with pytest.warns(UserWarning, match="is not used"):
            assert nothing.get(get()) is None
        assert not missing.exists()


def test_closed_it_has_nothing_and_keeps_nothing(cache: Cache) -> None:
    cache.set(get(), answer())
    cache.close()
    assert cache.get(get()) is None
    assert not cache.set(get(), answer())
    assert not cache.write_safe()


def test_it_goes_with_a_client_by_reference(
    server: serving.Server, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    node = from_uri(f"{server.uri}/api/v1/metadata/memory/arrays/floats", cache=cache)
    expected = node.read()
    again = pickle.loads(pickle.dumps(node))
    assert again.context.cache.filepath == cache.filepath
    assert again.context.cache is not cache
    assert_array_equal(again.read(), expected)
    assert again.context.cache.count() == cache.count()
    node.context.close()
    again.context.close()


def test_a_profile_turns_it_on(
    server: serving.Server, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    file = tmp_path / "answers.sqlite"
    profiles = own_home / "profiles"
    profiles.mkdir()
    text = f"lab:\n  uri: {server.uri}\n  cache:\n"
    (profiles / "lab.yml").write_text(f"{text}    filepath: {file}\n    capacity: 1_000_000\n")
    client = from_profile("lab")
    assert client.context.cache.filepath == file
    assert client.context.cache.capacity == 1_000_000
    assert client.context.cache.count() > 0
    client.context.close()
    (profiles / "lab.yml").write_text(f"{text}    capacity: -1\n")
    with pytest.raises(ProfileError, match="capacity is -1"):
        from_profile("lab")


def test_it_is_off_by_default(context: Context) -> None:
    assert context.cache is None


def test_its_settings_are_checked_and_shown(own_home: Path) -> None:
    with pytest.raises(ValueError, match="capacity"):
        Cache(capacity=0)
    with pytest.raises(ValueError, match="max_item_size"):
        Cache(max_item_size=-1)
    cache = Cache(readonly=True)
    assert cache.filepath == own_home / "cache" / "tiled_jl" / "answers.sqlite"
    assert cache.max_item_size >= 128_000_000
    assert repr(cache) == (
        f"Cache({str(cache.filepath)!r}, capacity=500000000, max_item_size=200000000, "
        "readonly=True)"
    )


Headers = dict[str, str]


@pytest.mark.parametrize(
    ("asked", "code", "said", "storable"),
    [
        ({}, 200, {"etag": "a"}, True),
        ({}, 200, {}, False),
        ({}, 200, {"cache-control": "max-age=9"}, True),
        ({}, 200, {"expires": "Tue, 14 Nov 2023 22:14:20 GMT", "date": DATE}, True),
        ({}, 200, {"expires": "0"}, False),
        ({}, 200, {"etag": "a", "cache-control": "private, no-cache"}, True),
        ({}, 200, {"etag": "a", "cache-control": "public, No-Store"}, False),
        ({}, 200, {"etag": "a", "cache-control": 'private="no-store"'}, True),
        ({"cache-control": "no-store"}, 200, {"etag": "a"}, False),
        ({}, 200, {"etag": "a", "vary": "Accept, Cookie"}, True),
        ({}, 200, {"etag": "a", "vary": "*"}, False),
        ({}, 206, {"etag": "a"}, False),
        ({}, 404, {"etag": "a"}, False),
    ],
)
def test_what_may_be_kept_is_what_the_headers_say(
    asked: Headers, code: int, said: Headers, storable: bool
) -> None:
    whole = httpx.Headers({"content-length": "1", **said})
    assert freshness.is_storable(httpx.Headers(asked), code, whole) is storable
    assert not freshness.is_storable(httpx.Headers(asked), code, httpx.Headers(said))


@pytest.mark.parametrize(
    ("asked", "said", "fresh_for"),
    [
        ({}, {"etag": "a", "last-modified": "Tue, 14 Nov 2000 22:13:20 GMT"}, 0),
        ({}, {"cache-control": "max-age=60"}, 60),
        ({}, {"cache-control": 'max-age="60"'}, 60),
        ({}, {"cache-control": "max-age=60, must-revalidate"}, 60),
        ({}, {"cache-control": "max-age=60, max-age=5"}, 60),
        ({}, {"cache-control": "max-age=soon"}, 0),
        ({}, {"cache-control": "max-age=-1"}, 0),
        ({}, {"cache-control": "max-age=60, no-cache"}, 0),
        ({}, {"cache-control": "max-age=60", "age": "50"}, 10),
        ({}, {"cache-control": "max-age=60", "date": "Tue, 14 Nov 2023 22:12:40 GMT"}, 20),
        ({}, {"expires": "Tue, 14 Nov 2023 22:14:20 GMT", "date": DATE}, 60),
        ({}, {"expires": "Tue, 14 Nov 2023 22:14:20 GMT"}, 60),
        ({}, {"expires": "Tue, 14 Nov 2023 22:14:20 GMT", "cache-control": "max-age=5"}, 5),
        ({}, {"expires": "never"}, 0),
        ({"cache-control": "no-cache"}, {"cache-control": "max-age=60"}, 0),
        ({"pragma": "no-cache"}, {"cache-control": "max-age=60"}, 0),
        ({}, {"cache-control": "s-maxage=60"}, 0),
    ],
)
def test_how_long_it_is_good_is_what_the_headers_say(
    asked: Headers, said: Headers, fresh_for: float
) -> None:
    def is_fresh(seconds: float) -> bool:
        answer = httpx.Headers(said)
        return freshness.is_fresh(httpx.Headers(asked), answer, NOW, NOW + seconds)

    assert is_fresh(fresh_for - 1) is (fresh_for > 0)
    assert not is_fresh(fresh_for)
    assert not is_fresh(-10)


def test_a_confirmation_renews_the_headers() -> None:
    older = httpx.Headers({"etag": "a", "expires": "x", "content-type": "b/c"})
    newer = httpx.Headers({"expires": "y", "set-cookie": "secret", "content-length": "0"})
    renewed = freshness.renewed(older, newer)
    assert dict(renewed) == {"etag": "a", "content-type": "b/c", "expires": "y"}
