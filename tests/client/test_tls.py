"""Secrets wait until it is settled whether the connection can be listened to."""

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import serving
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from numpy.testing import assert_array_equal
from served import LARGE

from tiled_jl import Context, from_context
from tiled_jl.errors import ConnectionFailed, ResponseError

from . import faultproxy
from .test_planning import with_data


def address_of_this_machine() -> str:
    """Return an address that is not the loopback; nothing is sent to learn it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))
        except OSError:
            pytest.skip("this machine has no address but the loopback")
        address = str(probe.getsockname()[0])
    if ipaddress.ip_address(address).is_loopback:
        pytest.skip("this machine has no address but the loopback")
    return address


def certificate(address: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def upgrading(server: serving.Server, tmp_path: Path) -> Iterator[tuple[faultproxy.Proxy, str]]:
    """A proxy on a real address that answers http with a redirect to https, and its certificate."""
    address = address_of_this_machine()
    file = certificate(address, tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(file)
    running = faultproxy.start(server.uri, address, tls)
    yield running, str(file)
    faultproxy.stop(running)


def test_no_secret_is_sent_before_the_server_turns_to_tls(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    proxy, authority = upgrading
    options = {"headers": {"X-Token": "t0k3n"}, "verify": authority, "trust_env": False}
    with Context(proxy.uri, api_key=server.api_key, **options) as context:
        client = from_context(context)
        assert client["memory/arrays/counts"].read().shape == (12, 16, 18)
        assert context.api_uri == proxy.uri.replace("http:", "https:") + "/api/v1/"
    in_the_open = [seen for seen in proxy.seen if seen.scheme == "http"]
    assert len(in_the_open) == 1
    assert not {"Authorization", "X-Token"} & set(in_the_open[0].headers)
    assert proxy.seen[-1].headers["Authorization"] == f"Apikey {server.api_key}"
    assert proxy.seen[-1].headers["X-Token"] == "t0k3n"


def test_a_node_asked_for_first_of_all_waits_as_well(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    from tiled_jl.clients.listing import fetch_item

    proxy, authority = upgrading
    with Context(proxy.uri, api_key=server.api_key, verify=authority, trust_env=False) as context:
        assert fetch_item(context, ("memory",)).structure_family == "container"
    for seen in proxy.seen:
        assert seen.scheme == "https" or "Authorization" not in seen.headers


def test_a_server_that_cannot_prove_itself_gets_no_secret(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    proxy, _ = upgrading
    secure = proxy.uri.replace("http:", "https:")
    with (
        Context(secure, api_key=server.api_key, trust_env=False) as context,
        pytest.raises(ConnectionFailed, match="does not prove") as caught,
    ):
        from_context(context)
    assert "verify=" in caught.value.hint
    assert proxy.seen == []


def test_a_server_that_cannot_prove_itself_is_used_where_the_user_wants_that(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    proxy, _ = upgrading
    secure = proxy.uri.replace("http:", "https:")
    with Context(secure, api_key=server.api_key, verify=False, trust_env=False) as context:
        assert from_context(context).path_parts == ()


def test_tls_is_not_left_again(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    proxy, authority = upgrading
    target = f"{proxy.uri}/api/v1/metadata/memory"
    secure = proxy.uri.replace("http:", "https:")
    with Context(secure, api_key=server.api_key, verify=authority, trust_env=False) as context:
        for status in (301, 307, 308):
            proxy.spoil("metadata", faultproxy.redirect(target, status))
            with pytest.raises(ResponseError, match="Nothing was sent there"):
                from_context(context)
    assert {seen.scheme for seen in proxy.seen} == {"https"}


def test_a_long_body_comes_straight_to_its_place_over_tls(
    upgrading: tuple[faultproxy.Proxy, str], server: serving.Server
) -> None:
    proxy, file = upgrading
    with Context(proxy.uri, api_key=server.api_key, verify=file) as context:
        client = from_context(context, node_path_parts=["memory", "arrays", "large"])
        context.session.link.answered(0.001, "app;dur=0")
        proxy.spoil("array/full", with_data())
        assert_array_equal(client.read(), LARGE)
        (seen,) = proxy.asked("array/full")
        assert seen.scheme == "https"
