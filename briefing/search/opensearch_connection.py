"""The connection to an OpenSearch cluster: its hosts, credentials, TLS, retries and failover.

The only module that knows opensearch-py. Hosts are those that were named: the cluster
is not asked for more of them, for nothing may be sent to a host that nobody confirmed.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.search.engine import EngineRefused, EngineUnreachable

INSTALL = "pip install 'briefing[opensearch]'"
CONNECT_TIMEOUT, TIMEOUT = 2.0, 10.0
"""Seconds to wait for a host to be there, and for its answer."""
READ_WAITS = (0.1, 0.3, 0.9)
"""Seconds between the tries of a search; somebody waits for it."""
WRITE_WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0)
"""Seconds between the tries of a write: electing a new cluster manager takes some."""
PATIENCE = 4.0
"""After so many times the seconds of all waits nothing is tried again, however slow hosts are."""
REST = 2.0
"""Seconds for which a host that failed is left out, doubled with every failure."""
_TRY_AGAIN = frozenset({429, 502, 503, 504})
_DENIED = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password at a cluster."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Where a library's index is: addresses of hosts with scheme and port, and the index there.

    ``ca`` is a file of certificates to trust instead of the system's. ``shards`` and
    ``replicas`` are for an index that is made.
    """

    hosts: tuple[str, ...]
    index: str
    credentials: Credentials | None = None
    ca: Path | None = None
    verify: bool = True
    shards: int = 1
    replicas: int = 1


class ClusterError(Exception):
    """The cluster answered with an error. ``status`` is that of HTTP, ``kind`` its type."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{kind}: {reason}" if reason else kind)
        self.status = status
        self.kind = kind
        self.reason = reason


class Cluster:
    """Sends requests to the first host that answers. Not for several threads at once."""

    def __init__(
        self,
        address: ClusterAddress,
        *,
        connection_class: Any = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Nothing is sent yet. EngineRefused where opensearch-py is not installed."""
        try:
            import opensearchpy
        except ImportError as error:
            raise EngineRefused(
                f"searching a cluster needs opensearch-py: {INSTALL}, or --engine whoosh"
            ) from error
        for name in ("opensearch", "urllib3"):  # what they log would end up on the screen
            logging.getLogger(name).addHandler(logging.NullHandler())
        self.address = address
        self._errors = opensearchpy.exceptions
        self.sleep = sleep
        client = opensearchpy.OpenSearch(
            list(address.hosts),
            http_auth=_login(address.credentials),
            connection_class=connection_class or opensearchpy.Urllib3HttpConnection,
            timeout=TIMEOUT,
            max_retries=len(address.hosts) - 1,
            retry_on_timeout=True,
            retry_on_status=sorted(_TRY_AGAIN - {429}),
            dead_timeout=REST,
            http_compress=True,
            **_tls(address),
        )
        self._transport = client.transport

    def read(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The answer to a request that somebody waits for; see ``_send``."""
        return self._send(method, path, body, params, READ_WAITS)

    def write(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The answer to a request that may be sent twice without harm; see ``_send``."""
        return self._send(method, path, body, params, WRITE_WAITS)

    def bulk(self, path: str, lines: Sequence[Mapping[str, Any]], **params: Any) -> list[Any]:
        """The outcome of each action of a bulk request, one mapping each."""
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        answer = self.write("POST", path, text, **params)
        return [outcome for item in answer["items"] for outcome in item.values()]

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _send(
        self,
        method: str,
        path: str,
        body: Any,
        params: Mapping[str, Any],
        waits: Sequence[float],
    ) -> Any:
        """The decoded answer, from another host or later where one fails.

        EngineUnreachable when no host answered in time, EngineRefused when the
        cluster does not let us in, ClusterError for every other error.
        """
        end = time.monotonic() + PATIENCE * sum(waits)
        for wait in (*waits, None):
            try:
                return self._transport.perform_request(
                    method, path, params=_params(params), body=body
                )
            except self._errors.SSLError as error:
                raise EngineRefused(self._untrusted(error)) from error
            except self._errors.ConnectionError as error:
                trouble = EngineUnreachable(self._lost(error))
            except self._errors.TransportError as error:
                trouble = self._judged(error)
            if wait is None or time.monotonic() > end:
                raise trouble
            self.sleep(wait)
        raise AssertionError

    def _judged(self, error: Any) -> EngineUnreachable:
        """What to raise after the last try; raised here where trying again does not mend it."""
        status = error.status_code if isinstance(error.status_code, int) else 0
        kind, reason = _reason(error)
        if status in _TRY_AGAIN:
            return EngineUnreachable(
                f"the search cluster cannot answer now ({reason or kind}): try again shortly"
            )
        if status in _DENIED and "block" not in kind:
            raise EngineRefused(self._denied(status)) from error
        raise ClusterError(status, kind, reason) from error

    def _lost(self, error: Any) -> str:
        hosts = ", ".join(self.address.hosts)
        slow = isinstance(error, self._errors.ConnectionTimeout)
        return (
            f"no connection to the search cluster ({hosts}):"
            f" {'no answer in time' if slow else 'it cannot be reached'}"
        )

    def _denied(self, status: int) -> str:
        if status == 403:
            user = self.address.credentials.user if self.address.credentials else "nobody"
            return f"the search cluster does not let {user} do this; ask whoever runs it"
        if self.address.credentials is None:
            return (
                "the search cluster asks for a user and a password: set BRIEFING_OPENSEARCH_USER"
                " and BRIEFING_OPENSEARCH_PASSWORD, or keep them in the keyring"
            )
        return "the search cluster does not accept this user and password"

    def _untrusted(self, error: Any) -> str:
        return (
            f"the search cluster's certificate cannot be checked ({_innermost(error)}); name the"
            " authority's file as `ca` under [opensearch] in config.toml"
        )


def _login(credentials: Credentials | None) -> tuple[str, str] | None:
    return (credentials.user, credentials.password) if credentials else None


def _tls(address: ClusterAddress) -> dict[str, Any]:
    """Options for connections by TLS; those without it know none of them."""
    if not any(host.startswith("https:") for host in address.hosts):
        return {}
    return {
        "verify_certs": address.verify,
        "ssl_show_warn": False,
        "ca_certs": str(address.ca) if address.ca else None,
    }


def _params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as the client takes them; it changes what it is given."""
    from urllib3 import Timeout

    told = {k: str(v).lower() if isinstance(v, bool) else v for k, v in params.items()}
    seconds = float(told.pop("request_timeout", TIMEOUT))
    return {"request_timeout": Timeout(connect=CONNECT_TIMEOUT, read=seconds), **told}


def _reason(error: Any) -> tuple[str, str]:
    """Type and reason of an error, as the cluster puts them."""
    info = error.info if isinstance(error.info, Mapping) else {}
    found = info.get("error")
    if isinstance(found, Mapping):
        causes = [found, *found.get("root_cause", ())]
        deepest = causes[-1]
        while isinstance(deepest.get("caused_by"), Mapping):
            deepest = deepest["caused_by"]
        return str(found.get("type", error.error)), str(deepest.get("reason") or "")
    return str(found or error.error), ""


def _innermost(error: BaseException) -> str:
    """The words of the error that caused all others."""
    inner: Any = getattr(error, "info", None) or error
    text = str(getattr(inner, "reason", inner))
    return text.rpartition("] ")[2].rpartition(" (_ssl")[0] or text
