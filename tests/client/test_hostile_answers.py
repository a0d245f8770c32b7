"""One by one, what a hostile server could once do to a client."""

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from tiled_jl.auth.tokens import Tokens
from tiled_jl.documents import About, Authentication
from tiled_jl.errors import ProfileError, ResponseError, TooLarge
from tiled_jl.profiles import _read
from tiled_jl.structures import BuiltinDtype, parse
from tiled_jl.structures.dtype import dtype_from_json
from tiled_jl.transport import retry
from tiled_jl.transport.address import Address, root_of
from tiled_jl.transport.codecs import Encodings
from tiled_jl.transport.failures import server_words
from tiled_jl.transport.freshness import _moment
from tiled_jl.transport.link import Link
from tiled_jl.transport.request import Request

HERE = Address("http", "127.0.0.1", 8000, "/api/v1/")
NEVER = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


@pytest.mark.parametrize("units", [",O", "[ns],O", ",i4", "[O]", "8", "[ns]\n", "[1e9ns]", 5])
def test_units_do_not_smuggle_python_objects_into_a_type(units: object) -> None:
    for kind in "fMm":
        document = {"endianness": "little", "kind": kind, "itemsize": 8, "dt_units": units}
        with pytest.raises((TypeError, ValueError)):
            dtype_from_json(document).to_numpy_dtype()


def test_units_of_time_are_read_as_before() -> None:
    for units in ("[ns]", "[25us]", "[Y]", "[generic]", None, ""):
        document = {"endianness": "little", "kind": "M", "itemsize": 8, "dt_units": units}
        assert BuiltinDtype.from_json(document).to_numpy_dtype().kind == "M"


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1 << 64, -1, "x", None, [], {}])
def test_a_length_that_cannot_be_is_no_structure(number: object) -> None:
    data_type = {"endianness": "little", "kind": "i", "itemsize": 4}
    documents = {
        "array": {"data_type": data_type, "shape": [number], "chunks": [[number]]},
        "awkward": {"length": number, "form": {}},
        "ragged": {"data_type": data_type, "shape": [number], "chunks": [[number]], "size": 1},
    }
    for family, document in documents.items():
        with pytest.raises(ValueError, match="not the structure"):
            parse(family, document)


def test_an_address_that_is_none_is_nobodys() -> None:
    for url in ("http://[::1", "http://h:99999999/", "http://é\u2100.com/", "file:///x", "//h/x"):
        assert HERE.within(url) is None
        assert HERE.upgraded(url) is None
        assert root_of(url) is None


@pytest.mark.parametrize(
    "path", ["..", "../x", "%2e%2e/x", ".%2E/x", "..\\x", "..%5cx", "a/../../x"]
)
def test_an_address_does_not_climb_out_of_the_api(path: str) -> None:
    assert HERE.within(f"http://127.0.0.1:8000/api/v1/{path}") is None


def test_a_time_to_wait_that_is_none_is_ignored() -> None:
    for header in ("²", NEVER, "-1", "soon", ""):
        assert retry.retry_after(header) is None
    assert _moment(NEVER) is None


def test_a_time_that_is_none_does_not_upset_the_link() -> None:
    link = Link(loopback=True)
    for timing in ("app;dur=1.2.3", "app;dur=.", "app;dur=²", "app;dur=" + "9" * 400):
        link.answered(0.1, timing)
    encodings = Encodings(Link(loopback=False))
    request = Request("array/full/a", accept="application/octet-stream")
    for timing in ("compress;dur=.;ratio=.", "compress;dur=1;ratio=0", "compress;dur=0;ratio=1"):
        encodings.learn(request, timing, 1_000_000)
        assert encodings.accept(request)


def test_a_page_of_nothing_but_beginnings_is_read_at_once() -> None:
    assert server_words(b"<title>" * 9000, "text/html") == ""
    assert server_words(b"<TITLE lang=en>Please\nlog in</title>", "text/html") == "Please log in"


def test_a_refusal_of_any_shape_is_put_into_words() -> None:
    assert server_words(b"[" * 60_000, "application/json")
    assert server_words(b'{"detail": [{"msg": "no", "loc": 5}]}', "") == ": no"
    error = TooLarge("", method="GET", url=str(HERE), status=400, detail="Limit is ² or 7 bytes")
    assert error.limit == 7


def test_a_version_of_any_shape_is_a_version() -> None:
    for text in ("²", "9" * 5000, "", "..", "0.x"):
        assert len(About(text, Authentication()).version) <= 1


def test_tokens_of_any_shape_are_read_or_refused() -> None:
    for claims in (b"[" * 100_000, b'{"exp": ' + b"9" * 400 + b"}", b'{"exp": NaN}', b"\xff"):
        tokens = Tokens(f"a.{urlsafe_b64encode(claims).decode()}.b")
        assert tokens.expires > 0
    answer = {"access_token": "a", "expires_in": 10**400}
    assert Tokens.from_answer(answer).lifetime is None
    with pytest.raises(ResponseError):
        Tokens.from_answer({"access_token": "a\nb"})


PROFILES = [
    "0x10: {uri: x}",
    "true: {uri: x}",
    "1999-99-99: {uri: x}",
    "a: {uri: 1999-99-99}",
    "a: {!!binary dXJp: x, uri: y}",
    "a: " + "[" * 3000,
]


@pytest.mark.parametrize("text", PROFILES)
def test_a_file_of_profiles_of_any_shape_is_read_or_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "profiles.yml"
    file.write_text(text)
    with pytest.raises(ProfileError, match=r"profiles\.yml"):
        _read(file)


def test_aliases_of_aliases_do_not_multiply(tmp_path: Path) -> None:
    file = tmp_path / "profiles.yml"
    lines = ["a:", "  uri: http://h", "  headers:", "    l0: &l0 [x]"]
    lines += [f"    l{n}: &l{n} [*l{n - 1}, *l{n - 1}, *l{n - 1}, *l{n - 1}]" for n in range(1, 40)]
    file.write_text("\n".join(lines))
    assert _read(file)["a"]["uri"] == "http://h"
