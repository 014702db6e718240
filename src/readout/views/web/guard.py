"""What stands before every page: who may ask, how much, and what the answer lets a browser do.

A page of Readout holds words of strangers. So nothing of it may run: the policy allows our own style sheets, our own
one script, our own pictures, and forms that come back here. The server answers only to names that it was told to have:
a page elsewhere that points a name of its own at this machine gets nothing (DNS rebinding).
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - names to be known, nothing is bound here
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LONGEST_ADDRESS = 4096  # bytes of path and query
LARGEST_FORM = 16_384  # bytes of a form that is sent
COOKIE = "readout"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Others learn of no address here; "no-referrer" would take the origin from our own forms too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Refuses strangers and what is too long, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...]) -> None:
        self._app = app
        self._names = frozenset(name.casefold() for name in names)
        # An address in figures cannot be rebound by a page elsewhere: who listens to all of them answers to each.
        self._any_address = bool(self._names & EVERYWHERE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse and say why."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refused = self._refused(scope)
        await (refused or self._app)(scope, receive, with_headers)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        host = host_of(Headers(scope=scope).get("host", ""))
        if host not in self._names and not (self._any_address and _is_address(host)):
            words = "This server does not answer to that name. Start it with --host NAME to allow one.\n"
            return PlainTextResponse(words, 421)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("The address is too long.\n", 414)
        return None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def host_of(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_of("localhost:8040"), host_of("[::1]:8040"), host_of("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    header = header.strip().casefold()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Forms:
    """Proof that a form was sent from our own page: a token made of the browser's cookie and a secret of this run."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def token(self, cookie: str) -> str:
        """The token that a form carries for the browser with this cookie."""
        return hmac.new(self.secret, cookie.encode(), hashlib.sha256).hexdigest()

    def is_ours(self, request: Request, token: str) -> bool:
        """Whether the form came from a page of ours, in the browser that asked for it."""
        cookie = cookie_of(request)
        if not cookie or request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
            return False
        return hmac.compare_digest(token.encode(), self.token(cookie).encode())


def cookie_of(request: Request) -> str:
    """The cookie by which a browser's forms are known; empty where it has none."""
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def form_of(request: Request) -> Mapping[str, str] | None:
    """The fields of a form that was sent; None where it is no form or too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=20)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
