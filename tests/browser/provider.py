"""A small OpenID Connect provider that knows one person and lets them in without asking."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "agora", "a secret between the two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Where it is and what it says of whoever comes; `asked` are the addresses it was asked for."""

    address: str
    says: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonce: str = ""

    def configuration(self) -> dict[str, object]:
        ends = {
            "authorization_endpoint": "in",
            "token_endpoint": "token",
            "userinfo_endpoint": "who",
            "jwks_uri": "keys",
        }
        return {"issuer": self.address, **{name: f"{self.address}/{path}" for name, path in ends.items()}}

    def token(self) -> dict[str, object]:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": self.nonce, **self.says}
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def answer(self, path: str) -> dict[str, object]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        answers = {
            "/.well-known/openid-configuration": self.configuration,
            "/who": lambda: self.says,
            "/keys": lambda: {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]},
        }
        return answers[path]()


class Desk(BaseHTTPRequestHandler):
    """One request to the provider."""

    provider: Provider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        self.provider.asked.append(asked.path)
        if asked.path == "/in":
            self.let_in({name: values[0] for name, values in parse_qs(asked.query).items()})
        else:
            self.send(self.provider.answer(asked.path))

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = form["code"] == ["once"] and form["client_secret"] == [SECRET]
        self.send(self.provider.token() if known else {"error": "invalid_grant"})

    def let_in(self, asked: dict[str, str]) -> None:
        self.provider.nonce = asked.get("nonce", "")
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': 'once', 'state': asked['state']})}")
        self.end_headers()

    def send(self, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def provider(**says: object) -> Iterator[Provider]:
    """A provider at work that says this of whoever comes."""
    desk = type("Desk", (Desk,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    desk.provider = Provider(f"http://127.0.0.1:{server.server_port}", says)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield desk.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
