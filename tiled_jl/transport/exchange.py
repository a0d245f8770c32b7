"""Where secrets are traded for tokens: the server, or the identity provider that gave others."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tiled_jl.auth.credentials import ANONYMOUS
from tiled_jl.errors import LoginFailed
from tiled_jl.transport.address import Address, root_of
from tiled_jl.transport.courier import Courier
from tiled_jl.transport.request import JSON, Request
from tiled_jl.transport.session import Session

_FORM = "application/x-www-form-urlencoded"


class Exchange:
    """Sends secrets in the body of a request, without the credential of the session.

    Parameters
    ----------
    session : Session
        To the server.
    connect : callable
        Makes a session to another address, which knows no secrets.
    """

    def __init__(self, session: Session, connect: Callable[[Address], Session]) -> None:
        self._session = session
        self._connect = connect

    def server(
        self, route: str, fields: Mapping[str, str], *, form: bool = False, repeatable: bool = False
    ) -> Any:
        """Send secrets to the server, to an address within its API.

        Parameters
        ----------
        route : str
            Relative to the root of the API, quoted.
        fields : mapping
        form : bool, optional
            Encode them as a form rather than as JSON.
        repeatable : bool, optional
            Whether sending them twice does no more than once.
        """
        # The body is the secret: it waits until it is settled that the server has no TLS.
        self._session.settle()
        return self._session.document(_post(route, fields, form=form, repeatable=repeatable))

    def provider(self, url: str, fields: Mapping[str, str]) -> Any:
        """Send secrets to an identity provider, which hears nothing else.

        Parameters
        ----------
        url : str
        fields : mapping

        Raises
        ------
        LoginFailed
            If somebody could listen on the way there.
        """
        address = root_of(url)
        if address is None or not address.is_confidential:
            raise LoginFailed(
                f"The server names {url.partition('?')[0]!r} as its identity provider, which is "
                "not safe. Nothing was sent there.",
                hint="Tell whoever runs the server: it has to be an https address.",
            )
        parts = urlsplit(url)
        session = self._connect(address)
        try:
            request = _post(
                parts.path.lstrip("/"), fields, form=True, params=parse_qsl(parts.query)
            )
            return session.document(request)
        finally:
            session.close()


def stranger(address: Address, *, verify: bool | str | ssl.SSLContext, **options: Any) -> Session:
    """Make a session to another address, which knows nothing that is meant for the server.

    Parameters
    ----------
    address : Address
    verify : bool, str or ssl.SSLContext
        As for the server; but that its certificate need not be checked says nothing of others.
    **options
        As of `Session`.
    """
    options = {**options, "headers": {}, "max_connections": 1}
    courier = Courier(address, credential=ANONYMOUS, verify=verify or True, **options)
    return Session(courier, options["max_connections"])


def _post(route: str, fields: Mapping[str, str], *, form: bool, **options: Any) -> Request:
    # What a terminal in another encoding makes of a password would end in an error that holds it.
    body = urlencode(fields, errors="surrogatepass") if form else json.dumps(dict(fields))
    return Request(
        route,
        accept=JSON,
        method="POST",
        content=body.encode(),
        content_type=_FORM if form else JSON,
        public=True,
        **{"repeatable": False, **options},
    )
