"""The tokens of a login, and where they are kept between sessions.

The layout on disk is the one of the ``tiled`` command, so that one login serves both::

    $TILED_CACHE_DIR/tokens/{quoted address of the API}/access_token
                                                       /refresh_token
                                                       /issuer          (ours alone)
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard, TypeVar
from urllib.parse import quote

import platformdirs

from tiled_jl.errors import ResponseError
from tiled_jl.home import make_private, write_private


@dataclass(frozen=True)
class Issuer:
    """An identity provider that has given tokens, the only place where they can be renewed.

    Parameters
    ----------
    token_endpoint : str
        Its address for tokens.
    client_id : str
        Under which name it knows clients like us.
    """

    token_endpoint: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gave. ``dict(tokens)`` has them in the clear, the repr has not.

    Parameters
    ----------
    access_token : str
        Goes along with every request, for some minutes.
    refresh_token : str or None
        Gets another access token, for some days.
    issuer : Issuer or None
        Who gave them, where that is not the Tiled server itself.
    lifetime : float or None
        Seconds that the access token lives from now; None where the answer did not say, or was
        received by someone else.
    identity : str
        As whom the user is known to the provider; only right after a login.

    Examples
    --------
    >>> tokens = Tokens("secret-1", "secret-2")
    >>> tokens
    Tokens(issuer=None, lifetime=None, identity='')
    >>> dict(tokens)
    {'access_token': 'secret-1', 'refresh_token': 'secret-2'}
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    issuer: Issuer | None = field(default=None, compare=False)
    lifetime: float | None = field(default=None, compare=False)
    identity: str = field(default="", compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("Tokens are secret: what takes them elsewhere is dict(tokens).")

    def keys(self) -> tuple[str, ...]:
        """Return the names under which a mapping holds them."""
        return ("access_token", "refresh_token")

    def __getitem__(self, name: str) -> str | None:
        if name not in self.keys():
            raise KeyError(name)
        value: str | None = getattr(self, name)
        return value

    @property
    def claims(self) -> dict[str, Any]:
        """What the access token says of itself, unverified; empty if that cannot be read."""
        return _claims(self.access_token)

    @property
    def session(self) -> str:
        """By what the server tells this login from others of the same person; else empty."""
        return str(_claims(self.refresh_token or "").get("sid", ""))

    @property
    def person(self) -> str:
        """Names whose they are, so that nobody can tell who that is; empty if they do not say."""
        whose = [self.claims.get(name) for name in ("iss", "sub")]
        return "" if whose == [None, None] else _digest(json.dumps(whose))

    @property
    def expires(self) -> float:
        """When the access token ends, in seconds of Unix time, as far as it says so itself."""
        if not self.access_token:
            return -math.inf
        moment = self.claims.get("exp")
        return _seconds(moment, math.inf)

    @classmethod
    def from_answer(
        cls,
        answer: object,
        *,
        issuer: Issuer | None = None,
        refresh_token: str | None = None,
    ) -> Tokens:
        """Read the answer to a login or a renewal.

        Parameters
        ----------
        answer : object
            The decoded body.
        issuer : Issuer or None, optional
            Who gave it.
        refresh_token : str or None, optional
            The one that stays good where the answer holds no other.

        Raises
        ------
        ResponseError
            If it holds no token.
        """
        answer = answer if isinstance(answer, Mapping) else {}
        access_token = answer.get("access_token")
        refresh_token = answer.get("refresh_token") or refresh_token
        if not _is_token(access_token) or not (refresh_token is None or _is_token(refresh_token)):
            raise ResponseError("The answer to a login holds no token that can be used.")
        lifetime = answer.get("expires_in")
        identity = answer.get("identity")
        return cls(
            access_token,
            refresh_token,
            issuer,
            _seconds(lifetime, None),
            str(identity.get("id", "")) if isinstance(identity, Mapping) else "",
        )


def _claims(token: str) -> dict[str, Any]:
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, RecursionError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


T = TypeVar("T")


def _seconds(value: object, default: T) -> float | T:
    """Return a number of seconds, where it is one and not beyond all counting."""
    countable = isinstance(value, int | float) and abs(value) < _ENDLESS
    return float(value) if countable else default  # type: ignore[arg-type]


_ENDLESS = 1e12


def _is_token(value: object) -> TypeGuard[str]:
    """Whether it can stand in a header."""
    return isinstance(value, str) and bool(re.fullmatch("[!-~]+", value))


class TokenStore:
    """Tokens on disk, readable by the user alone; in memory where the disk cannot be used.

    Parameters
    ----------
    directory : pathlib.Path, optional
        Where they are; by default ``tokens`` in ``$TILED_CACHE_DIR`` or the user's cache folder
        of Tiled.

    Examples
    --------
    >>> store = TokenStore()
    >>> store.save("http://127.0.0.1:8000/api/v1/", Tokens("secret-1", "secret-2"))
    >>> store.load("http://127.0.0.1:8000/api/v1/") == Tokens("secret-1", "secret-2")
    True
    >>> store.delete("http://127.0.0.1:8000/api/v1/")
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory

    @property
    def directory(self) -> Path:
        """Where they are."""
        # Looked up late: the environment may change after the store is made.
        if self._directory is not None:
            return self._directory
        cache = os.environ.get("TILED_CACHE_DIR") or platformdirs.user_cache_dir("tiled")
        return Path(cache, "tokens")

    def __repr__(self) -> str:
        return f"TokenStore({str(self.directory)!r})"

    def load(self, api_uri: str) -> Tokens | None:
        """Return the tokens for a server, or None.

        Parameters
        ----------
        api_uri : str
            The root of the server's API.
        """
        folder = self._folder(api_uri)
        if folder in _in_memory:
            return _in_memory[folder]
        if not _is_ours(self.directory) or not _is_ours(folder):
            return None
        refresh_token = _read(folder / "refresh_token")
        # Without an access token, or with one that is torn, the first renewal gives another.
        access_token = _read(folder / "access_token") or ""
        if refresh_token is None and not access_token:
            return None
        return Tokens(access_token, refresh_token, _read_issuer(folder / "issuer", refresh_token))

    def save(self, api_uri: str, tokens: Tokens) -> None:
        """Keep the tokens for a server, in place of any others."""
        folder = self._folder(api_uri)
        try:
            _make_private(self.directory)
            _make_private(folder)
            _write(folder / "issuer", _issuer_document(tokens))
            _write(folder / "refresh_token", tokens.refresh_token)
            _write(folder / "access_token", tokens.access_token)
        except OSError as problem:
            if not _in_memory:
                warnings.warn(
                    f"Logins are not kept beyond this session: {self.directory} cannot be used "
                    f"({problem.strerror or problem}).",
                    stacklevel=2,
                )
            _in_memory[folder] = tokens
        else:
            _in_memory.pop(folder, None)

    def delete(self, api_uri: str) -> None:
        """Forget the tokens for a server, if there are any."""
        folder = self._folder(api_uri)
        _in_memory.pop(folder, None)
        if _is_ours(self.directory) and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self, api_uri: str) -> Iterator[None]:
        """Keep other processes and threads from renewing the tokens for a server meanwhile."""
        from filelock import FileLock

        folder = self._folder(api_uri)
        lock = FileLock(folder.with_name(f"{folder.name}.lock"), _PATIENCE, mode=0o600)
        # Where nothing can be written there is nothing to share with others. The second is how a
        # file system without locks shows itself.
        with suppress(OSError, NotImplementedError):
            _make_private(self.directory)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _folder(self, api_uri: str) -> Path:
        return self.directory / quote(api_uri, safe="")


_PATIENCE = 120.0
"""Seconds to wait for another process that renews; it may be waiting for a server itself."""

_in_memory: dict[Path, Tokens] = {}
"""What could not be written, by the folder in which it should be."""


def _is_ours(folder: Path) -> bool:
    """Whether a folder is the user's own: what others put there could be anybody's login."""
    try:
        return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except OSError:
        return False


def _make_private(folder: Path) -> None:
    make_private(folder)
    if not _is_ours(folder):
        raise PermissionError(13, "it belongs to another user")
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def _read(file: Path) -> str | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _is_token(text) else None


def _issuer_document(tokens: Tokens) -> str | None:
    if tokens.issuer is None:
        return None
    # The tiled command replaces the tokens, but not this file: it has to say whose it is.
    return json.dumps({**vars(tokens.issuer), "of": _digest(tokens.refresh_token)})


def _read_issuer(file: Path, refresh_token: str | None) -> Issuer | None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        document = json.loads(file.read_bytes())
        if document["of"] == _digest(refresh_token):
            return Issuer(document["token_endpoint"], document["client_id"])
    return None


def _digest(text: str | None) -> str:
    return hashlib.sha256((text or "").encode()).hexdigest()


def _write(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink(missing_ok=True)
    else:
        write_private(file, text.encode("ascii"))
