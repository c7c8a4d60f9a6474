"""Who may ask the studio: the link that lets one browser in once, the sessions of those that are in, the token of programs."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from hmac import compare_digest
from secrets import token_urlsafe
from threading import Lock

SHORTEST_TOKEN = 20
"""Characters that a token of a person's own has at least."""


class Access:
    """The secrets of one running studio. `token` is what programs send, and what a second browser is let in with."""

    def __init__(self, host: str, port: int, *, token: str = "", secret: Callable[[], str] = token_urlsafe) -> None:
        self.host, self.port = host, port
        self.token = token or secret()
        self.cookie = f"demodb-studio-{port}"
        self._secret, self._once = secret, secret()
        self._sessions = set[str]()
        self._lock = Lock()

    @property
    def origin(self) -> str:
        """The address at which the studio is, as a person opens it."""
        host = self.host if not is_any(self.host) else "127.0.0.1"
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address that lets one browser in, once."""
        return f"{self.origin}/enter?once={self._once}"

    def enter(self, once: str) -> str | None:
        """A session for who comes by the link for the first time; None for anybody later."""
        with self._lock:
            if not self._once or not _same(once, self._once):
                return None
            self._once = ""
            return self._opened()

    def enter_by_token(self, token: str) -> str | None:
        """A session for who has the token; None for who has not."""
        with self._lock:
            return self._opened() if self.knows_token(token) else None

    def _opened(self) -> str:
        session = self._secret()
        self._sessions.add(session)
        return session

    def knows_session(self, session: str | None) -> bool:
        """Whether a cookie's value is a session's."""
        return session is not None and any(_same(session, known) for known in tuple(self._sessions))

    def knows_token(self, token: str) -> bool:
        """Whether this is the token."""
        return _same(token, self.token)

    def is_own_host(self, host: str) -> bool:
        """Whether a request's Host is this studio's: a name that somebody pointed at this machine is not."""
        name, port = host_and_port(host)
        return port == self.port and (name in ("localhost", self.host) or _is_address_here(name, self.host))

    def is_own_origin(self, origin: str) -> bool:
        """Whether a request's Origin is a page of this studio."""
        scheme, separator, host = origin.partition("://")
        return bool(separator) and scheme == "http" and self.is_own_host(host)


def host_and_port(host: str) -> tuple[str, int]:
    """The name and the port of a Host header; port 80 where it names none, 0 where it is none."""
    name, _, port = host.rpartition(":") if ":" in host and not host.endswith("]") else (host, "", "80")
    return name.strip("[]").casefold(), int(port) if port.isascii() and port.isdigit() else 0


def is_any(host: str) -> bool:
    """Whether a host to listen at means all addresses of this machine."""
    return host in ("0.0.0.0", "::")  # noqa: S104 - compared with, and never listened at by itself


def is_loopback(host: str) -> bool:
    """Whether a host to listen at can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address_here(name: str, host: str) -> bool:
    """Whether a name is an address, which no DNS can point elsewhere, and one that is listened at."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return is_any(host) or (address.is_loopback and is_loopback(host))


def _same(given: str, known: str) -> bool:
    return compare_digest(given.encode(errors="replace"), known.encode())
