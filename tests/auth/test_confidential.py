"""Passwords and tokens wait until it is settled whether the connection can be listened to."""

import ssl
from pathlib import Path

import loginserver
import serving
from client import faultproxy
from client.test_tls import address_of_this_machine, certificate

from tiled_jl import Context

from .conftest import Person


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
            context.login("alice", loginserver.PASSWORDS["alice"], "lab")
            tokens = dict(context.tokens or {})
        with Context(proxy.uri, **options) as context:
            context.configure_auth(tokens)
            context.force_auth_refresh()
    finally:
        faultproxy.stop(proxy)
    in_the_open = [seen for seen in proxy.seen if seen.scheme == "http"]
    assert {(seen.method, seen.path) for seen in in_the_open} == {("GET", "/api/v1/")}
    secret = [seen for seen in proxy.seen if seen.method == "POST"]
    assert len(secret) == 2
    assert {seen.scheme for seen in secret} == {"https"}
