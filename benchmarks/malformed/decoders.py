"""What reads documents and bodies, and which of the answers it gets is to be spoilt."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import blosc2
import zstandard

from benchmarks.malformed.recording import Answer, Answers, connect
from tiled_jl import Context, from_context, profiles
from tiled_jl.auth.login import log_in
from tiled_jl.errors import LoginFailed, TiledError

Work = Callable[[Context], object]

PACK: dict[str, Callable[[bytes], bytes]] = {
    "blosc2": lambda body: bytes(blosc2.compress2(body)),
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
}


@dataclass(frozen=True)
class Decoder:
    """One thing that reads what a server sends.

    Parameters
    ----------
    name : str
    work : callable
        Asks for it.
    spoilt : str
        A pattern of what is asked, whose answer is to be spoilt.
    packed : str
        How the answer is encoded before that.
    status : int or None
        The status in place of the recorded one.
    others : mapping of str to Answer
        Answers that were not recorded.
    """

    name: str
    work: Work
    spoilt: str
    packed: str = ""
    status: int | None = None
    others: Mapping[str, Answer] = field(default_factory=dict)

    def subjects(self, answers: Answers) -> list[tuple[str, Answer]]:
        """Return what is asked and answered, of what may be spoilt."""
        found: dict[str, Answer] = {}

        def note(question: str, answer: Answer) -> Answer:
            if re.search(self.spoilt, question):
                found[question] = self._prepared(answer)
            return answer

        with connect({**answers, **self.others}, note) as context:
            self.work(context)
        return list(found.items())

    def attempt(self, answers: Answers, question: str, answer: Answer) -> None:
        """Ask, and get this answer to that question."""

        def spoil(asked: str, good: Answer) -> Answer:
            return answer if asked == question else good

        with connect({**answers, **self.others}, spoil) as context:
            self.work(context)

    def _prepared(self, answer: Answer) -> Answer:
        headers = dict(answer.headers)
        headers.pop("content-length", None)
        body = answer.body
        if self.packed:
            headers["content-encoding"] = self.packed
            body = PACK[self.packed](body)
        return Answer(self.status or answer.status, list(headers.items()), body)


def _about(context: Context) -> None:
    info = context.server_info
    _ = info.version, info.queries
    root = from_context(context)
    _ = root["array"].formats, repr(root), root._repr_mimebundle_()


def _node(context: Context) -> None:
    root = from_context(context)
    for key in ("array", "records", "table", "sparse", "awkward", "ragged", "note", "many"):
        node = root[key]
        node.structure()
        _ = repr(node), node._repr_mimebundle_(), node.metadata, node.specs, node.metadata_copy()
        for name in ("dtype", "columns", "form", "fields", "shape", "sorting", "dims"):
            getattr(node, name, None)
        if hasattr(node, "__len__"):
            len(node)


def _listing(context: Context) -> None:
    root = from_context(context)
    len(root)
    for key, node in root.items().head(20):
        _ = key, repr(node), node.uri
        if key in {"array", "table"}:
            node.structure()
    list(root.keys().head(20))


def _read(*keys: str, **options: Any) -> Work:
    def work(context: Context) -> None:
        root = from_context(context)
        for key in keys:
            root[key].read(**options)

    return work


def _parts(context: Context) -> None:
    root = from_context(context)
    _ = root["array"][3:7, ::-2], root["array"].read_block((0, 0))
    _ = root["sparse"][1:4], root["sparse"].todense(), root["ragged"][1:]
    _ = root["awkward"]["hits"]


@contextmanager
def _documented(words: str) -> Iterator[None]:
    """Let pass the ValueError for what a user asks for and this server does not have."""
    try:
        yield
    except ValueError as error:
        if isinstance(error, TiledError) or words not in str(error):
            raise


def _files(context: Context) -> None:
    root = from_context(context)
    for key in ("note", "folder"):
        node = root[key]
        _ = node.data_sources(), node.asset_manifest(), node.names, node.sizes
        with _documented("does not keep the data"):
            node.raw_export({})


def _revisions(context: Context) -> None:
    revisions = from_context(context)["revised"].metadata_revisions
    _ = len(revisions), list(revisions)
    # Whoever asks for one that is not there gets what sequences have for that.
    with suppress(IndexError):
        _ = revisions[0], revisions[-1]


def _distinct(context: Context) -> None:
    from_context(context).distinct("n", structure_families=True, specs=True, counts=True)


def _together(context: Context) -> None:
    from_context(context)["many"].read_many()


def _dataset(context: Context) -> None:
    from_context(context)["dataset"].read()


class _Absent:
    """Somebody who never confirms a login."""

    def ready(self) -> bool:
        return True

    def show_code(self, code: Any) -> None:
        raise LoginFailed("nobody is there")

    def tell(self, message: str) -> None: ...


def _password(context: Context) -> None:
    with _documented("no way to log in"):
        context.login("somebody", "secret", "local")
    if context.tokens is None:
        return
    _ = repr(context.tokens), context.tokens.claims, context.tokens.expires
    context.force_auth_refresh()
    context.whoami()
    context.logout()


def _browser(context: Context) -> None:
    providers = context.server_info.authentication.providers
    for name in ("device", "elsewhere"):
        with suppress(LoginFailed), _documented("no way to log in"):
            log_in(context._exchange, providers, _Absent(), provider=name)


def _json(document: Any) -> Answer:
    return Answer(200, [("content-type", "application/json")], json.dumps(document).encode())


_TOKENS = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiAiYWxpY2UiLCAiZXhwIjogMjUwMDAwMDAwMH0.c2ln",
    "refresh_token": "cmVmcmVzaA.cmVmcmVzaA.c2ln",
    "expires_in": 900,
    "refresh_token_expires_in": 604800,
    "identity": {"id": "alice", "provider": "local"},
    "token_type": "bearer",
}
_CODE = {
    "authorization_uri": "https://tiled.example.org/confirm?code=1",
    "verification_uri": "https://tiled.example.org/poll",
    "interval": 2,
    "device_code": "0123456789abcdef",
    "expires_in": 900,
    "user_code": "ABCD1234",
}
_WITH_LOGINS = {
    "api_version": 0,
    "library_version": "0.2.20",
    "queries": ["lookup"],
    "authentication": {
        "required": True,
        "links": {"whoami": "http://127.0.0.1:1/api/v1/auth/whoami"},
        "providers": [
            {"provider": "local", "mode": "internal", "confirmation_message": "Hello {id}"},
            {"provider": "device", "mode": "external"},
            {
                "provider": "elsewhere",
                "mode": "external",
                "links": {
                    "auth_endpoint": "https://login.example.org/device",
                    "token_endpoint": "https://login.example.org/token",
                    "client_id": "tiled",
                },
            },
        ],
    },
}
_LOGINS: Answers = {
    "GET /api/v1/": _json(_WITH_LOGINS),
    "POST /api/v1/auth/provider/local/token": _json(_TOKENS),
    "POST /api/v1/auth/session/refresh": _json(_TOKENS),
    "POST /api/v1/auth/session/revoke": Answer(204, [], b""),
    "POST /api/v1/auth/provider/device/authorize": _json(_CODE),
    "POST /device": _json(_CODE),
    "GET /api/v1/auth/whoami": _json({"uuid": "1", "identities": [], "roles": []}),
}


_PROFILES = b"""
beamline:
  uri: http://127.0.0.1:8000
  verify: false
  timeout: {read: 30, connection: 5.5}
  headers: {X-Proposal: $PROPOSAL}
  cache: &cache
    capacity: 500_000_000
local:
  direct:
    authentication: {allow_anonymous_access: true}
    trees: [{path: /, tree: catalog, args: {uri: "sqlite:///:memory:"}}]
  cache: *cache
"""


class ProfileFile(Decoder):
    """Reads a file of profiles, which no server sends."""

    def subjects(self, answers: Answers) -> list[tuple[str, Answer]]:
        return [("profiles.yml", Answer(200, [("content-type", "text/yaml")], _PROFILES))]

    def attempt(self, answers: Answers, question: str, answer: Answer) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder, question)
            file.write_bytes(answer.body)
            profiles._read(file)


_NODES, _SEARCHES, _DATA = r"/metadata/.+", r"/search/", r"/(array|table)/full/"
_read_all = _read("array", "moments", "records", "table")

DECODERS = [
    Decoder("self-description", _about, r"GET /api/v1/$"),
    Decoder("node document", _node, _NODES),
    Decoder("count of children", _node, _SEARCHES),
    Decoder("search page", _listing, _SEARCHES),
    Decoder("array document and data", _read("array", "records"), _NODES),
    Decoder("table document and data", _read("table"), _NODES),
    Decoder("awkward document and data", _read("awkward"), _NODES),
    Decoder("ragged document and data", _read("ragged"), _NODES),
    Decoder("sparse document and data", _read("sparse"), _NODES),
    Decoder("array body", _read("array", "moments", "records"), r"/array/full/"),
    Decoder("gzip body", _read_all, _DATA, packed="gzip"),
    Decoder("zstd body", _read_all, _DATA, packed="zstd"),
    Decoder("blosc2 body", _read_all, _DATA, packed="blosc2"),
    Decoder("gzip document", _listing, _SEARCHES, packed="gzip"),
    Decoder("Arrow file to pandas", _read("table", "long"), r"/table/full/"),
    Decoder("Arrow file", _read("table", format="arrow"), r"/table/full/"),
    Decoder("sparse points", _read("sparse"), r"/array/full/"),
    Decoder("zip of awkward buffers", _read("awkward"), r"/awkward/"),
    Decoder("zip of ragged rows", _read("ragged"), r"/ragged/"),
    Decoder("parts of data", _parts, r"/(array|awkward|ragged)/"),
    Decoder("many arrays in HDF5", _together, r"POST /api/v1/container/full/"),
    Decoder("variables of a dataset", _dataset, r"/container/full/|/search/"),
    Decoder("manifests and data sources", _files, r"/asset/manifest/|include_data_sources"),
    Decoder("revisions", _revisions, r"/revisions/"),
    Decoder("distinct values", _distinct, r"/distinct/"),
    Decoder("refusal", _listing, r"/search/", status=400),
    Decoder("failure", _read("array"), r"/array/", status=500),
    Decoder("answer with tokens", _password, r"POST|whoami", others=_LOGINS),
    Decoder("ways to log in", _password, r"GET /api/v1/$", others=_LOGINS),
    Decoder("device code", _browser, r"POST|GET /api/v1/$", others=_LOGINS),
    ProfileFile("file of profiles", _about, ""),
]


def works() -> list[Work]:
    """Return what is to be recorded: all that asks a server, each thing once."""
    asking = [each.work for each in DECODERS if not each.others and each.spoilt]
    return list(dict.fromkeys(asking))
