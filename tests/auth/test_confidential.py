"""Secrets wait until nobody can listen, and are in nothing that is shown, kept or passed on."""

import copy
import io
import logging
import os
import pickle
import pprint
import shlex
import ssl
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from unittest.mock import patch

import httpx
import loginserver
import pytest
import serving
from client import faultproxy
from client.test_tls import address_of_this_machine, certificate
from IPython.core.ultratb import VerboseTB
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from tiled_jl import Cache, Context, create_profile, from_context, from_profile, from_uri
from tiled_jl.auth.keys import KeyStore
from tiled_jl.auth.tokens import Tokens, TokenStore
from tiled_jl.confidential import confidential
from tiled_jl.errors import NotFound
from tiled_jl.transport.watch import watching

from .conftest import Person

KEY = "0123456789abcdef" * 4
PASSWORD = loginserver.PASSWORDS["alice"]
WRONG = "correct-horse-battery"
GATEWAY = "gateway-t0ken-of-the-user"


def test_no_login_is_made_or_renewed_before_the_server_turns_to_tls(
    users: serving.Server, tmp_path: Path
) -> None:
    address = address_of_this_machine()
    file = certificate(address, tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(file)
    proxy = faultproxy.start(users.uri, address, tls)
    options = {"verify": str(file), "trust_env": False, "prompt": Person()}
    try:
        with Context(proxy.uri, **options) as context:
            context.login("alice", PASSWORD, "lab")
            tokens = dict(context.tokens or {})
        with Context(proxy.uri, **options) as context:
            context.configure_auth(tokens)
            context.force_auth_refresh()
        # What is kept for the address with TLS is found from the one without.
        secure = proxy.uri.replace("http:", "https:")
        TokenStore().delete(f"{secure}/api/v1/")
        KeyStore().set(f"{secure}/api/v1/", KEY)
        with Context(proxy.uri, **options) as context:
            assert context.credential == "anonymous"
            context.log_in_if_required()
            assert context.credential == "store"
    finally:
        faultproxy.stop(proxy)
    in_the_open = [seen for seen in proxy.seen if seen.scheme == "http"]
    assert {(seen.method, seen.path) for seen in in_the_open} == {("GET", "/api/v1/")}
    secret = [seen for seen in proxy.seen if seen.method == "POST"]
    assert len(secret) == 2
    assert {seen.scheme for seen in secret} == {"https"}


@dataclass
class Ear:
    """Hears all that is said, and knows the secrets that are not to be in it."""

    secrets: list[str] = field(default_factory=lambda: [KEY, PASSWORD, WRONG, GATEWAY])
    said: list[str] = field(default_factory=list)

    def learn(self, context: Context) -> None:
        """Take the tokens of a login for secrets."""
        self.secrets += [token for token in dict(context.tokens or {}).values() if token]

    def object(self, thing: object) -> None:
        """Hear what an object shows of itself and of its parts, and where it can be sent."""
        for each in (thing, getattr(thing, "__dict__", {})):
            self.said += [repr(each), str(each), pprint.pformat(each), pretty_repr(each)]
        if hasattr(thing, "_repr_mimebundle_"):
            self.said.append(repr(thing._repr_mimebundle_()))
        for passed_on in (pickle.dumps, copy.copy, copy.deepcopy):
            try:
                self.said.append(repr(passed_on(thing)))
            except (TypeError, AttributeError) as refusal:
                self.said.append(str(refusal))

    def error(self, error: BaseException) -> None:
        """Hear an error, those that it came from, and what debuggers show of their variables."""
        for each in chain(error):
            mine = below_this_file(each.__traceback__)
            shown = traceback.TracebackException(type(each), each, mine, capture_locals=True)
            self.said += ["".join(shown.format()), repr(each.args), repr(vars(each))]
            verbose = VerboseTB(theme_name="nocolor", include_vars=True)
            self.said.append(verbose.text(type(each), each, mine))
            trace = Traceback.from_exception(
                type(each), each, mine, show_locals=True, locals_max_string=None
            )
            screen = io.StringIO()
            Console(file=screen, width=500).print(trace)
            self.said.append(screen.getvalue())
            for message in (getattr(each, "_request", None), getattr(each, "response", None)):
                if message is not None:
                    self.said.append(repr((message.headers.raw, message.read())))
            self.object(each.with_traceback(None))

    def hears_no_secret(self) -> bool:
        return not any(secret in text for text in self.said for secret in self.secrets)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it came from."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in found:
            found.append(each)
            waiting += [each.__cause__, each.__context__]
    yield from found


def below_this_file(tb: TracebackType | None) -> TracebackType | None:
    """Leave out the tests' own variables."""
    while tb is not None and tb.tb_frame.f_code.co_filename == __file__:
        tb = tb.tb_next
    return tb


@pytest.fixture
def ear(caplog: pytest.LogCaptureFixture) -> Iterator[Ear]:
    """Hears errors and objects that it is given, and all logs and warnings."""
    ear = Ear()
    caplog.set_level(logging.DEBUG)
    # To colour the code around takes longer than all else.
    uncoloured = patch.dict(Traceback.LEXERS, {".py": "text"})
    with uncoloured, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield ear
        ear.said += [str(each.message) for each in warned]
    ear.said.append(caplog.text)
    assert ear.hears_no_secret()


def test_the_net_has_no_hole() -> None:
    for call, hears_none in ((shlex.split, False), (confidential(shlex.split), True)):
        ear = Ear()
        fails(lambda call=call: call(f'"{KEY}'), ear)
        assert ear.hears_no_secret() is hears_none
    ear = Ear()
    ear.object({"password": PASSWORD})
    assert not ear.hears_no_secret()


class Impatient:
    """Somebody who presses Ctrl-C when asked for the so-many-th time."""

    def __init__(self, patience: int) -> None:
        self.patience = patience

    def check(self) -> None:
        self.patience -= 1
        if self.patience < 0:
            raise KeyboardInterrupt

    def advance(self, done: int, total: int | None, unit: str) -> None: ...


def interrupted_everywhere(call: Callable[[], object], ear: Ear) -> int:
    """Interrupt a call at its first chance, at its second, …; return how many there are."""
    for chance in range(100):
        try:
            with watching(Impatient(chance)):
                call()
        except KeyboardInterrupt as error:
            ear.error(error)
        else:
            return chance
    raise AssertionError("it never ends")


def test_an_interrupted_call_shows_none_wherever_it_is(users: serving.Server, ear: Ear) -> None:
    with Context(users.uri, prompt=Person(), headers={"X-Gateway": GATEWAY}) as context:
        assert interrupted_everywhere(lambda: context.login("alice", PASSWORD, "lab"), ear) > 3
        ear.learn(context)
        assert interrupted_everywhere(context.whoami, ear) > 3
        assert interrupted_everywhere(context.force_auth_refresh, ear) > 3
        ear.learn(context)
        node = from_context(context)["memory/arrays/counts"]
        assert interrupted_everywhere(node.read, ear) > 3
        made = context.create_api_key()["secret"]
        ear.secrets.append(made)

        def revoke() -> None:
            # What was interrupted may have arrived all the same.
            with suppress(NotFound):
                context.revoke_api_key(made)

        assert interrupted_everywhere(revoke, ear) > 3


def fails(call: Callable[[], object], ear: Ear) -> None:
    try:
        call()
    except Exception as error:  # noqa: BLE001  each fails in its own way
        ear.error(error)
    else:
        raise AssertionError("it has not failed")


def unreadable(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_bytes(KEY.encode() + b"\xff")
    return file


def asked() -> str:
    answer = KEY
    raise OSError(f"the safe with {len(answer)} letters is locked")


OPENINGS: dict[str, Callable[[str, Path], object]] = {
    "refused": lambda uri, _: from_uri(uri, api_key=KEY),
    "refused, from an address": lambda uri, _: from_uri(f"{uri}?api_key={KEY}"),
    "a bad address": lambda uri, _: from_uri(f"localhost:8000?api_key={KEY}"),
    "a bad port": lambda uri, _: from_uri(f"http://localhost:99999?api_key={KEY}"),
    "nobody there": lambda uri, _: from_uri("http://127.0.0.1:9", api_key=KEY),
    "something else there": lambda uri, _: from_uri(f"{uri}/elsewhere", api_key=KEY),
    "two keys": lambda uri, _: from_uri(f"{uri}?api_key={KEY}", api_key=WRONG),
    "two credentials": lambda uri, _: Context(
        uri, api_key=KEY, auth=httpx.BasicAuth("alice", PASSWORD)
    ),
    "a key with a line end": lambda uri, _: from_uri(uri, api_key=f"{KEY}\n"),
    "a key that is bytes": lambda uri, _: from_uri(uri, api_key=KEY.encode()),  # type: ignore[arg-type]
    "a file that is no text": lambda uri, folder: from_uri(uri, api_key=unreadable(folder)),
    "a function that fails": lambda uri, _: from_uri(uri, api_key=asked),
    "a header with a line end": lambda uri, _: from_uri(uri, headers={"X-Gateway": f"{GATEWAY}\n"}),
    "a header that is not ASCII": lambda uri, _: from_uri(
        uri, headers={"X-Gateway": f"{GATEWAY}é"}
    ),
    "headers that are refused": lambda uri, _: from_uri(uri, headers={"Authorization": GATEWAY}),
    "a wrong password": lambda uri, _: Context(uri).login("alice", WRONG, "lab"),
    "a password in another encoding": lambda uri, _: Context(uri).login(
        "alice", f"{WRONG}\udce9", "lab"
    ),
    "a way to log in that is none": lambda uri, _: Context(uri).login("alice", PASSWORD, "x"),
    "tokens that are none": lambda uri, _: Context(uri).configure_auth({"access_token": f"{KEY} "}),
    "a profile for others with a key": lambda uri, _: create_profile(f"{uri}?api_key={KEY}", "a"),
    "a context that is a node": lambda uri, _: Context(f"{uri}/api/v1/metadata/a?api_key={KEY}"),
}


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_cannot_be_opened_shows_none(
    users: serving.Server, ear: Ear, tmp_path: Path, opening: str
) -> None:
    fails(lambda: OPENINGS[opening](users.uri, tmp_path), ear)


@pytest.mark.parametrize(
    "profile",
    [
        f"mine:\n  uri: http://127.0.0.1:9\n  headers: {{X-Gateway: {GATEWAY}}}",
        f"other:\n  uri: http://127.0.0.1:9\n  headers: {{X-Gateway: {GATEWAY}}}",
        f"mine:\n  uri: [http://a, {GATEWAY}",
        f"mine:\n  uri: 'http://a'\n  {GATEWAY}",
        f"mine: {{direct: {{trees: [{{path: /, tree: 'served:tree'}}], uvicorn: {GATEWAY}}}}}",
    ],
)
def test_a_profile_that_does_not_work_shows_none(own_home: Path, ear: Ear, profile: str) -> None:
    (own_home / "profiles").mkdir()
    (own_home / "profiles" / "mine.yml").write_text(profile)
    fails(lambda: from_profile("mine"), ear)


def garbled(handler: faultproxy.Handler, answer: faultproxy.Answer) -> None:
    """Fail, and say so in an encoding that it is not in."""
    packed = {"content-type": "application/json", "content-encoding": "gzip"}
    handler.answer(faultproxy.Answer(500, packed, b"not packed"))


@pytest.mark.parametrize("fault", [faultproxy.reset, faultproxy.truncated, garbled])
def test_a_connection_that_breaks_shows_none(
    users: serving.Server, ear: Ear, fault: faultproxy.Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "1")
    proxy = faultproxy.start(users.uri)
    try:
        with Context(proxy.uri, prompt=Person(), headers={"X-Gateway": GATEWAY}) as context:
            proxy.spoil("/token", fault)
            fails(lambda: context.login("alice", PASSWORD, "lab"), ear)
            context.login("alice", PASSWORD, "lab")
            ear.learn(context)
            proxy.spoil("refresh", fault)
            fails(context.force_auth_refresh, ear)
            context.force_auth_refresh()
            ear.learn(context)
            proxy.spoil("whoami", fault)
            fails(context.whoami, ear)
    finally:
        faultproxy.stop(proxy)


def test_a_login_that_has_ended_shows_none(users: serving.Server, ear: Ear) -> None:
    with Context(users.uri, prompt=Person()) as context:
        context.login("alice", PASSWORD, "lab")
        ear.learn(context)
        assert context.tokens is not None
        context.revoke_session(Tokens(context.tokens.refresh_token or "").claims["sid"])
        fails(context.force_auth_refresh, ear)


def test_nothing_that_can_be_held_shows_or_passes_on_a_secret(
    users: serving.Server, ear: Ear, tmp_path: Path
) -> None:
    file = tmp_path / "answers.sqlite"
    with (
        closing(Cache(file)) as cache,
        Context(users.uri, prompt=Person(), cache=cache) as context,
    ):
        context.login("alice", PASSWORD, "lab")
        key = context.create_api_key()["secret"]
        ear.secrets.append(key)
        context.force_auth_refresh()
        ear.learn(context)
        client = from_context(context)
        node = client["memory/arrays/counts"]
        node.read()
        context.whoami()
        login = context.session.credential
        for thing in (
            *(context, client, node, cache, login, context.tokens, context.session, context.admin),
            *(context.server_info, TokenStore(), KeyStore(), node.item, client.items()),
        ):
            ear.object(thing)
        context.api_key = key
        context.which_api_key()
        # A key that the user gave goes along with a pickle: it can be found nowhere else.
        ear.said += [repr(context), repr(vars(context)), repr(vars(context.session))]
        ear.said += [repr(context.session.credential)]
        own = Context(users.uri, headers={"X-Gateway": GATEWAY}, auth=httpx.BasicAuth("a", WRONG))
        ear.said += [repr(own), repr(vars(own)), repr(vars(own.session))]
    for kept in tmp_path.iterdir():
        ear.said.append(kept.read_bytes().decode("latin-1"))
    child = [sys.executable, "-c", "import os; print(dict(os.environ))"]
    ear.said.append(subprocess.run(child, capture_output=True, text=True, check=True).stdout)
    ear.said.append(repr(dict(os.environ)))
