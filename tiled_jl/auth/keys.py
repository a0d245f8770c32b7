"""API keys kept for the user, one file per server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from tiled_jl.confidential import confidential
from tiled_jl.home import home, write_private


class KeyStore:
    """API keys on disk, readable by the user alone.

    Parameters
    ----------
    directory : pathlib.Path, optional
        Where the keys are; by default ``keys`` in the folder of `tiled_jl.home.home`.

    Examples
    --------
    >>> store = KeyStore()
    >>> store.set("http://127.0.0.1:8000/api/v1/", "secret")
    >>> store.get("http://127.0.0.1:8000/api/v1/")
    'secret'
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory

    @property
    def directory(self) -> Path:
        """Where the keys are."""
        # Looked up late: the environment may change after the store is made.
        return home() / "keys" if self._directory is None else self._directory

    def __repr__(self) -> str:
        return f"KeyStore({str(self.directory)!r})"

    def get(self, api_uri: str) -> str | None:
        """Return the key for a server, or None.

        Parameters
        ----------
        api_uri : str
            The root of the server's API, as `Context.api_uri` gives it.
        """
        try:
            return self.file(api_uri).read_text(encoding="utf-8").strip() or None
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None

    @confidential
    def set(self, api_uri: str, key: str) -> None:
        """Keep the key for a server, in place of any other."""
        write_private(self.file(api_uri), key.encode())

    def delete(self, api_uri: str) -> None:
        """Forget the key for a server, if there is one."""
        self.file(api_uri).unlink(missing_ok=True)

    def file(self, api_uri: str) -> Path:
        """Return where the key for a server is kept, if it is."""
        return self.directory / quote(api_uri, safe="")
