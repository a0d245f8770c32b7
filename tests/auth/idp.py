"""A small OpenID Connect identity provider on the loopback, in the process of the tests."""

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "tiled-device"
SUBJECT = "8f6f7a20-9d5e-4f0b-8e5b-2b9a1c0d3e4f"


@dataclass
class Provider:
    """The provider. `answers` are given to the next polls before the login is confirmed."""

    server: ThreadingHTTPServer
    key: rsa.RSAPrivateKey
    answers: list[str] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=set)
    lifetime: float = 2

    @property
    def uri(self) -> str:
        host, port = self.server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def well_known(self) -> str:
        return f"{self.uri}/.well-known/openid-configuration"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.uri,
            "jwks_uri": f"{self.uri}/jwks",
            "authorization_endpoint": f"{self.uri}/authorize",
            "device_authorization_endpoint": f"{self.uri}/device",
            "token_endpoint": f"{self.uri}/token",
            "end_session_endpoint": f"{self.uri}/logout",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def tokens(self) -> dict[str, Any]:
        """Give tokens; a refresh token is good once."""
        refresh_token = f"refresh-{secrets.token_hex(8)}"
        self.refresh_tokens.add(refresh_token)
        signed = self.signed()
        return {
            "access_token": signed,
            "id_token": signed,
            "refresh_token": refresh_token,
            "expires_in": self.lifetime,
        }

    def signed(self) -> str:
        claims = {
            "iss": self.uri,
            "sub": SUBJECT,
            "aud": "tiled",
            "scope": "read:metadata read:data",
            "exp": time.time() + self.lifetime,
            "nonce": secrets.token_hex(4),
        }
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/jwks":
            self._answer(200, self.provider.jwks())
        elif parts.path == "/authorize":
            self.send_response_only(302)
            self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': 'c0de'})}")
            self.end_headers()
        else:
            self._answer(200, self.provider.configuration())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.seen.append({"path": self.path, **form, "headers": dict(self.headers)})
        if self.path == "/device":
            self._answer(
                200,
                {
                    "device_code": "device-c0de",
                    "user_code": "ABCD-EFGH",
                    "verification_uri": f"{self.provider.uri}/activate",
                    "interval": 0.01,
                    "expires_in": 60,
                },
            )
        elif form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.provider.refresh_tokens:
                self._answer(400, {"error": "invalid_grant"})
                return
            self.provider.refresh_tokens.discard(form["refresh_token"])
            self._answer(200, self.provider.tokens())
        elif self.provider.answers:
            self._answer(400, {"error": self.provider.answers.pop(0)})
        else:
            self._answer(200, self.provider.tokens())

    def _answer(self, status: int, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def start() -> Provider:
    """Start a provider."""
    handler = type("ThisHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    provider = Provider(server, key)
    handler.provider = provider  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return provider


def at_tiled(provider: Provider) -> dict[str, Any]:
    """Return how a Tiled server is told of the provider."""
    return {
        "provider": "institute",
        "authenticator": "tiled.authenticators:OIDCAuthenticator",
        "args": {
            "audience": "tiled",
            "client_id": "tiled",
            "client_secret": "known-to-tiled-only",
            "well_known_uri": provider.well_known,
        },
    }


def confirm(uri: str, user_code: str) -> None:
    """Do what a person does in a web browser."""
    with httpx.Client(follow_redirects=True, trust_env=False) as browser:
        address = httpx.URL(str(browser.get(uri).url))
        fields = {"code": address.params["code"], "user_code": user_code}
        browser.post(address, data=fields).raise_for_status()


def stop(provider: Provider) -> None:
    provider.server.shutdown()
    provider.server.server_close()
